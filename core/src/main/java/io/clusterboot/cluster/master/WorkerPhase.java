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
 * Where a worker is in its life, with what is known only there. A phase is immutable; it
 * answers a signal with the phase that follows, and ignores what it does not know. Only
 * the control loop sends signals.
 */
sealed interface WorkerPhase {

	/**
	 * Return the state others see.
	 * @return the state
	 */
	WorkerState state();

	/**
	 * Return whether the end of the worker is wanted.
	 * @return empty until that is decided
	 */
	default Optional<Boolean> exitedAfterDisconnect() {
		return Optional.empty();
	}

	/**
	 * The worker greeted.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase online(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker accepts connections.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase listening(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker tells whether its application is fit to be sent requests.
	 * @param readiness what it says
	 * @return the phase that follows
	 */
	default WorkerPhase readiness(Readiness readiness) {
		return this;
	}

	/**
	 * The scoreboard says that the worker makes no progress.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase hung(WorkerEffects effects) {
		return this;
	}

	/**
	 * The thread dump that was asked for is written, or can't be had.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase examined(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker says that it is about to end, and that this is wanted.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase leaving(WorkerEffects effects) {
		return this;
	}

	/**
	 * Somebody wants the worker to end.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase stopRequested(WorkerEffects effects) {
		return this;
	}

	/**
	 * Somebody wants the worker to end at once.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase hurried(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker was sent SIGTERM, which ends it unless it is stuck.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase terminated(WorkerEffects effects) {
		return this;
	}

	/**
	 * The armed deadline passed.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase deadlinePassed(WorkerEffects effects) {
		return this;
	}

	/**
	 * The channel ended.
	 * @param effects what can be done about it
	 * @return the phase that follows
	 */
	default WorkerPhase disconnected(WorkerEffects effects) {
		return this;
	}

	/**
	 * The process ended.
	 * @param effects what can be done about it
	 * @param status how
	 * @return the phase that follows
	 */
	default WorkerPhase exited(WorkerEffects effects, ExitStatus status) {
		return this;
	}

	/**
	 * A process stands behind the worker, and nobody wants it to end.
	 */
	sealed interface Live extends WorkerPhase {

		@Override
		default WorkerPhase stopRequested(WorkerEffects effects) {
			return new Draining(StopStep.ASKED.take(effects), Expectation.EXPECTED);
		}

		@Override
		default WorkerPhase leaving(WorkerEffects effects) {
			effects.armDeadline(WorkerDeadline.DRAIN);
			return new Draining(StopStep.ASKED, Expectation.EXPECTED);
		}

		@Override
		default WorkerPhase terminated(WorkerEffects effects) {
			effects.armDeadline(WorkerDeadline.DRAIN);
			return new Draining(StopStep.ASKED, Expectation.UNEXPECTED);
		}

		@Override
		default WorkerPhase hurried(WorkerEffects effects) {
			return new Draining(StopStep.KILLED.take(effects), Expectation.EXPECTED);
		}

		@Override
		default WorkerPhase disconnected(WorkerEffects effects) {
			effects.armDeadline(WorkerDeadline.DRAIN);
			return new Leaving(StopStep.ASKED, Expectation.UNEXPECTED);
		}

		@Override
		default WorkerPhase exited(WorkerEffects effects, ExitStatus status) {
			effects.armDeadline(WorkerDeadline.END_OF_CHANNEL);
			return new Exited(status, Expectation.UNEXPECTED);
		}

	}

	/**
	 * It has limited time to get as far as listening.
	 */
	sealed interface Booting extends Live {

		Readiness readiness();

		@Override
		default WorkerPhase listening(WorkerEffects effects) {
			effects.cancelDeadline();
			return (readiness() == Readiness.UNREADY) ? new Listening() : new Ready();
		}

		@Override
		default WorkerPhase deadlinePassed(WorkerEffects effects) {
			return new Draining(StopStep.EXAMINED.take(effects), Expectation.UNEXPECTED);
		}

	}

	/**
	 * It accepts connections, and has to show that it lives.
	 */
	sealed interface Accepting extends Live {

		@Override
		default WorkerPhase hung(WorkerEffects effects) {
			return new Draining(StopStep.EXAMINED.take(effects), Expectation.UNEXPECTED);
		}

	}

	/**
	 * On its way out, with the ladder of ever rougher means behind it.
	 */
	sealed interface Stopping extends WorkerPhase {

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
		default WorkerPhase hurried(WorkerEffects effects) {
			return (step().isPast(StopStep.DUMPED)) ? stopRequested(effects)
					: with(StopStep.KILLED.take(effects), Expectation.EXPECTED);
		}

		@Override
		default WorkerPhase deadlinePassed(WorkerEffects effects) {
			return with(step().next().take(effects), expectation());
		}

	}

	/**
	 * Forked, and silent so far.
	 *
	 * @param readiness what it said of its readiness
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
	 * It greeted, and starts the application.
	 *
	 * @param readiness what it said of its readiness
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
	 * It accepts connections, and says that it is not fit for requests.
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
	 * It accepts connections, and nothing speaks against sending it requests.
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

	/**
	 * It was asked or made to end, and the channel is still there.
	 *
	 * @param step how far the ladder was climbed
	 * @param expectation whether its end is wanted
	 */
	record Draining(StopStep step, Expectation expectation) implements Stopping {

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
			return new Exited(status, this.expectation);
		}

	}

	/**
	 * The channel ended, and the process has not yet.
	 *
	 * @param step how far the ladder was climbed
	 * @param expectation whether its end is wanted
	 */
	record Leaving(StopStep step, Expectation expectation) implements Stopping {

		@Override
		public WorkerPhase with(StopStep step, Expectation expectation) {
			return new Leaving(step, expectation);
		}

		@Override
		public Optional<Boolean> exitedAfterDisconnect() {
			return Optional.of(this.expectation == Expectation.EXPECTED);
		}

		@Override
		public WorkerPhase exited(WorkerEffects effects, ExitStatus status) {
			effects.cancelDeadline();
			return new Dead(status, this.expectation);
		}

	}

	/**
	 * The process ended, and what it sent before is still being read.
	 *
	 * @param status how it ended
	 * @param expectation whether that was wanted
	 */
	record Exited(ExitStatus status, Expectation expectation) implements WorkerPhase {

		@Override
		public WorkerState state() {
			return WorkerState.DEAD;
		}

		@Override
		public Optional<Boolean> exitedAfterDisconnect() {
			return Optional.of(this.expectation == Expectation.EXPECTED);
		}

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
	 * Process and channel ended. Nothing follows.
	 *
	 * @param status how the process ended
	 * @param expectation whether that was wanted
	 */
	record Dead(ExitStatus status, Expectation expectation) implements WorkerPhase {

		@Override
		public WorkerState state() {
			return WorkerState.DEAD;
		}

		@Override
		public Optional<Boolean> exitedAfterDisconnect() {
			return Optional.of(this.expectation == Expectation.EXPECTED);
		}

	}

}
