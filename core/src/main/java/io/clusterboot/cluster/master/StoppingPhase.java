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
 * The worker has to end; the deadlines of the {@link StopStep} ladder enforce it.
 */
sealed interface StoppingPhase extends WorkerPhase {

	StopStep step();

	Expectation expectation();

	WorkerPhase with(StopStep step, Expectation expectation);

	@Override
	default WorkerState state() {
		return WorkerState.DRAINING;
	}

	@Override
	default Optional<Boolean> exitedAfterDisconnect() {
		return (expectation() == Expectation.EXPECTED) ? Optional.of(true) : Optional.empty();
	}

	@Override
	default WorkerPhase stopRequested(WorkerEffects effects) {
		return with(step(), Expectation.EXPECTED);
	}

	@Override
	default WorkerPhase leaving(WorkerEffects effects) {
		return stopRequested(effects);
	}

	@Override
	default WorkerPhase examined(WorkerEffects effects) {
		return step().isExamination() ? deadlinePassed(effects) : this;
	}

	@Override
	default WorkerPhase stopNowRequested(WorkerEffects effects) {
		return step().isPast(StopStep.DUMPED) ? stopRequested(effects)
				: with(StopStep.KILLED.take(effects), Expectation.EXPECTED);
	}

	@Override
	default WorkerPhase deadlinePassed(WorkerEffects effects) {
		return with(step().next().take(effects), expectation());
	}

	/**
	 * The worker has to end, and its channel is open.
	 *
	 * @param step the last step that was taken
	 * @param expectation whether the master wants the end
	 */
	record Draining(StopStep step, Expectation expectation) implements StoppingPhase {

		@Override
		public WorkerPhase with(StopStep step, Expectation expectation) {
			return new Draining(step, expectation);
		}

		@Override
		public WorkerPhase disconnected(WorkerEffects effects) {
			return new Leaving(this.step, this.expectation);
		}

		@Override
		public WorkerPhase exited(WorkerEffects effects, ExitStatus status) {
			effects.armDeadline(WorkerDeadline.END_OF_CHANNEL);
			return new EndedPhase.Exited(status, this.expectation);
		}

	}

	/**
	 * The channel ended, and the process has not yet.
	 *
	 * @param step the last step that was taken
	 * @param expectation whether the master wants the end
	 */
	record Leaving(StopStep step, Expectation expectation) implements StoppingPhase {

		@Override
		public WorkerPhase with(StopStep step, Expectation expectation) {
			return new Leaving(step, expectation);
		}

		@Override
		public boolean isConnected() {
			return false;
		}

		@Override
		public Optional<Boolean> exitedAfterDisconnect() {
			return Optional.of(this.expectation == Expectation.EXPECTED);
		}

		@Override
		public WorkerPhase exited(WorkerEffects effects, ExitStatus status) {
			effects.cancelDeadline();
			return new EndedPhase.Dead(status, this.expectation);
		}

	}

}
