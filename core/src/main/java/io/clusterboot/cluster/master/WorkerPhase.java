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
 * A phase in the life of a worker, with the data of that phase. A phase is immutable; it
 * answers a signal with the next phase, and ignores signals that mean nothing to it. Only
 * the control loop sends signals.
 */
sealed interface WorkerPhase permits LivePhase, StoppingPhase, EndedPhase {

	/**
	 * Return the state that listeners and users see.
	 */
	WorkerState state();

	/**
	 * Return whether the master wanted the worker to end, empty until that is decided.
	 */
	default Optional<Boolean> exitedAfterDisconnect() {
		return Optional.empty();
	}

	/**
	 * Return whether the channel is still open.
	 */
	default boolean isConnected() {
		return true;
	}

	/**
	 * The worker sent its first message.
	 */
	default WorkerPhase online(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker accepts connections.
	 */
	default WorkerPhase listening(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker reported the readiness of its application.
	 */
	default WorkerPhase readiness(Readiness readiness) {
		return this;
	}

	/**
	 * The worker is taken out of rotation.
	 */
	default WorkerPhase quarantined() {
		return this;
	}

	/**
	 * The worker is put back into rotation.
	 */
	default WorkerPhase released() {
		return this;
	}

	/**
	 * The scoreboard shows no progress of the worker.
	 */
	default WorkerPhase hung(WorkerEffects effects) {
		return this;
	}

	/**
	 * The requested thread dump was written, or cannot be had.
	 */
	default WorkerPhase examined(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker announced that it is about to end on purpose.
	 */
	default WorkerPhase leaving(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker has to drain and to end.
	 */
	default WorkerPhase stopRequested(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker has to end without draining.
	 */
	default WorkerPhase stopNowRequested(WorkerEffects effects) {
		return this;
	}

	/**
	 * The worker ends without the master: SIGTERM was sent to it on a user's request, or
	 * it announced that it ends by itself.
	 */
	default WorkerPhase terminated(WorkerEffects effects) {
		return this;
	}

	/**
	 * The armed deadline passed.
	 */
	default WorkerPhase deadlinePassed(WorkerEffects effects) {
		return this;
	}

	/**
	 * The channel ended.
	 */
	default WorkerPhase disconnected(WorkerEffects effects) {
		return this;
	}

	/**
	 * The process ended.
	 */
	default WorkerPhase exited(WorkerEffects effects, ExitStatus status) {
		return this;
	}

}
