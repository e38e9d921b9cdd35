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

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.process.ExitStatus;

/**
 * The worker has a process, and was not asked to end.
 */
sealed interface LivePhase extends WorkerPhase {

	@Override
	default WorkerPhase stopRequested(WorkerEffects effects) {
		return new StoppingPhase.Draining(StopStep.ASKED.take(effects), Expectation.EXPECTED);
	}

	@Override
	default WorkerPhase leaving(WorkerEffects effects) {
		effects.armDeadline(WorkerDeadline.DRAIN);
		return new StoppingPhase.Draining(StopStep.ASKED, Expectation.EXPECTED);
	}

	@Override
	default WorkerPhase terminated(WorkerEffects effects) {
		effects.armDeadline(WorkerDeadline.DRAIN);
		return new StoppingPhase.Draining(StopStep.ASKED, Expectation.UNEXPECTED);
	}

	@Override
	default WorkerPhase stopNowRequested(WorkerEffects effects) {
		return new StoppingPhase.Draining(StopStep.KILLED.take(effects), Expectation.EXPECTED);
	}

	@Override
	default WorkerPhase disconnected(WorkerEffects effects) {
		effects.armDeadline(WorkerDeadline.DRAIN);
		return new StoppingPhase.Leaving(StopStep.ASKED, Expectation.UNEXPECTED);
	}

	@Override
	default WorkerPhase exited(WorkerEffects effects, ExitStatus status) {
		effects.armDeadline(WorkerDeadline.END_OF_CHANNEL);
		return new EndedPhase.Exited(status, Expectation.UNEXPECTED);
	}

	/**
	 * The worker starts, and has limited time until it listens.
	 */
	sealed interface Booting extends LivePhase {

		Readiness readiness();

		@Override
		default WorkerPhase listening(WorkerEffects effects) {
			effects.cancelDeadline();
			return (readiness() == Readiness.UNREADY) ? new Listening() : new Ready();
		}

		@Override
		default WorkerPhase deadlinePassed(WorkerEffects effects) {
			return new StoppingPhase.Draining(StopStep.EXAMINED.take(effects), Expectation.UNEXPECTED);
		}

	}

	/**
	 * The worker accepts connections, and its heartbeat is watched.
	 */
	sealed interface Accepting extends LivePhase {

		@Override
		default WorkerPhase quarantined() {
			return new Quarantined(state() == WorkerState.READY);
		}

		@Override
		default WorkerPhase hung(WorkerEffects effects) {
			return new StoppingPhase.Draining(StopStep.EXAMINED.take(effects), Expectation.UNEXPECTED);
		}

	}

	/**
	 * The worker was forked, and has not sent a message yet.
	 *
	 * @param readiness what it reported so far
	 */
	record Starting(Readiness readiness) implements Booting {

		@Override
		public WorkerState state() {
			return WorkerState.STARTING;
		}

		@Override
		public WorkerPhase online(WorkerEffects effects) {
			return new Online(this.readiness);
		}

		@Override
		public WorkerPhase readiness(Readiness readiness) {
			return new Starting(readiness);
		}

	}

	/**
	 * The worker sent its first message, and starts the application.
	 *
	 * @param readiness what it reported so far
	 */
	record Online(Readiness readiness) implements Booting {

		@Override
		public WorkerState state() {
			return WorkerState.ONLINE;
		}

		@Override
		public WorkerPhase readiness(Readiness readiness) {
			return new Online(readiness);
		}

	}

	/**
	 * The worker was told to accept nothing more, and stays alive. Its heartbeat is not
	 * watched.
	 *
	 * @param ready whether its application reports that it is ready
	 */
	record Quarantined(boolean ready) implements LivePhase {

		@Override
		public WorkerState state() {
			return WorkerState.QUARANTINED;
		}

		@Override
		public WorkerPhase readiness(Readiness readiness) {
			return new Quarantined(readiness == Readiness.READY);
		}

		@Override
		public WorkerPhase released() {
			return this.ready ? new Ready() : new Listening();
		}

	}

	/**
	 * The worker accepts connections, and reports that its application is not ready for
	 * requests.
	 */
	record Listening() implements Accepting {

		@Override
		public WorkerState state() {
			return WorkerState.LISTENING;
		}

		@Override
		public WorkerPhase readiness(Readiness readiness) {
			return (readiness == Readiness.READY) ? new Ready() : this;
		}

	}

	/**
	 * The worker accepts connections, and has not reported that it is unready.
	 */
	record Ready() implements Accepting {

		@Override
		public WorkerState state() {
			return WorkerState.READY;
		}

		@Override
		public WorkerPhase readiness(Readiness readiness) {
			return (readiness == Readiness.UNREADY) ? new Listening() : this;
		}

	}

}
