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

	String reason();

	/**
	 * Return the action after a reason to end the worker came up. The first reason
	 * counts.
	 */
	default MasterAction asked(String reason) {
		return this;
	}

	default MasterAction killed(Signal signal) {
		return new Killed(reason(), signal);
	}

	/**
	 * The master did nothing.
	 */
	record None() implements MasterAction {

		@Override
		public String reason() {
			return "unknown";
		}

		@Override
		public MasterAction asked(String reason) {
			return new Asked(reason);
		}

	}

	/**
	 * The master asked the worker to end.
	 *
	 * @param reason the reason, such as {@code the cluster scales down}
	 */
	record Asked(String reason) implements MasterAction {

	}

	/**
	 * The master sent the worker a signal, since the worker missed a deadline.
	 *
	 * @param reason the reason why the worker has to end
	 * @param signal the last signal that was sent
	 */
	record Killed(String reason, Signal signal) implements MasterAction {

	}

}
