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

package io.clusterboot.cluster.master;

import io.clusterboot.process.Signal;

/**
 * The last thing that the master did to end a worker.
 */
sealed interface MasterAction {

	/**
	 * It did nothing.
	 */
	record None() implements MasterAction {

	}

	/**
	 * It asked the worker to end.
	 *
	 * @param reason what for, such as {@code scale-down}
	 */
	record Asked(String reason) implements MasterAction {

	}

	/**
	 * It sent the worker a signal, since it did not do what it should.
	 *
	 * @param reason what it did not do
	 * @param signal the signal that was sent last
	 */
	record Killed(String reason, Signal signal) implements MasterAction {

	}

}
