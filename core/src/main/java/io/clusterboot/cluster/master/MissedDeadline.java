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

import java.time.Duration;
import java.util.Optional;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.ipc.Peer;

/**
 * A deadline that a worker missed.
 *
 * @param worker the worker, in the phase in which it missed the deadline
 * @param reason what it failed to do
 * @param next the step that the master takes
 */
record MissedDeadline(Worker worker, String reason, StopStep next) {

	/**
	 * Return the deadline that a worker missed in its phase, if it is one to report.
	 * @param started how long the worker has been starting
	 */
	static Optional<MissedDeadline> of(Worker worker, Duration started, MasterSettings settings) {
		if (worker.phase() instanceof LivePhase.Booting) {
			return Optional.of(new MissedDeadline(worker,
					"does not listen after %s (cluster.startup-timeout)".formatted(StopStep.time(started)),
					StopStep.EXAMINED));
		}
		return (worker.phase() instanceof StoppingPhase stopping) ? stopping.step()
			.overdue(settings)
			.map((reason) -> new MissedDeadline(worker, reason, stopping.step().next())) : Optional.empty();
	}

	static MissedDeadline outlivesKill(Worker worker) {
		return new MissedDeadline(worker, StopStep.OUTLIVES_SIGKILL, StopStep.STUCK);
	}

	/**
	 * Return the event. Only a JVM can dump its threads: the step that follows counts for
	 * other programs.
	 */
	ClusterEvent.StopEscalated toEvent() {
		StopStep taken = (this.worker.peer() == Peer.NODE && this.next.isExamination()) ? this.next.next() : this.next;
		return new ClusterEvent.StopEscalated(this.worker.info(), this.reason, taken.measure(), taken.signal());
	}

}
