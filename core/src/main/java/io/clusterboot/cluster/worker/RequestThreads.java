/*
 * Copyright 2026-present the ClusterBoot authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.clusterboot.cluster.worker;

import java.util.concurrent.Executor;

/**
 * The threads with which a server of this process serves requests. May be used from any
 * thread, which it never blocks.
 */
public interface RequestThreads extends Executor {

	/**
	 * Return whether all threads are busy, while requests wait for one.
	 * @return {@code false} where the number of threads has no bound
	 */
	boolean isExhausted();

}
