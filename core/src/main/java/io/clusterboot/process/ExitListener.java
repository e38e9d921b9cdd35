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

package io.clusterboot.process;

import java.util.OptionalInt;

/**
 * Called when this process ends. It runs last, so work that it starts on other threads
 * may not complete.
 */
@FunctionalInterface
public interface ExitListener {

	/**
	 * The process ends.
	 * @param code the code given to {@link CurrentProcess#exit}, empty if the JVM ends
	 * for another reason, such as a signal or the end of its last thread
	 */
	void exit(OptionalInt code);

}
