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

import java.util.Optional;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.process.ExitStatus;

/**
 * The process ended.
 */
sealed interface EndedPhase extends WorkerPhase {

	ExitStatus status();

	Expectation expectation();

	@Override
	default WorkerState state() {
		return WorkerState.DEAD;
	}

	@Override
	default Optional<Boolean> exitedAfterDisconnect() {
		return Optional.of(expectation() == Expectation.EXPECTED);
	}

	/**
	 * The process ended, and messages it sent before are still being read.
	 *
	 * @param status how it ended
	 * @param expectation whether the master wanted the end
	 */
	record Exited(ExitStatus status, Expectation expectation) implements EndedPhase {

		@Override
		public WorkerPhase deadlinePassed(WorkerEffects effects) {
			effects.closeChannel();
			return this;
		}

		@Override
		public WorkerPhase disconnected(WorkerEffects effects) {
			effects.cancelDeadline();
			return new Dead(this.status, this.expectation);
		}

	}

	/**
	 * Process and channel ended. No phase follows.
	 *
	 * @param status how the process ended
	 * @param expectation whether the master wanted the end
	 */
	record Dead(ExitStatus status, Expectation expectation) implements EndedPhase {

		@Override
		public boolean isConnected() {
			return false;
		}

	}

}
