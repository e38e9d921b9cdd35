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
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.event.SlotEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the slot of a worker that died is filled again, and after which pause,
 * whether a slot is in trouble, and whether the cluster gives up. Confined to the control
 * loop.
 */
final class RespawnPolicy {

	/**
	 * Exit code of a worker that does not want to be replaced.
	 */
	static final int DO_NOT_RESPAWN = 2;

	private final RespawnSettings settings;

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	RespawnPolicy(RespawnSettings settings, ControlLoop loop, WorkerRegistry registry) {
		this.settings = settings;
		this.loop = loop;
		this.registry = registry;
	}

	/**
	 * Fill the slot of a dead worker again, if it needs a worker and none is on its way.
	 * @return the pause before that, {@code null} if the slot is not filled
	 */
	@Nullable Duration refill(Worker worker, EndedPhase.Dead dead) {
		Slot slot = worker.slot();
		if (slot.forget(worker)) {
			return null;
		}
		slot.streak().served(worker.usefulLife());
		if (dead.status().code() == DO_NOT_RESPAWN && dead.expectation() == Expectation.UNEXPECTED) {
			slot.vacate();
		}
		if (!slot.needsWorker()) {
			return null;
		}
		slot.cancelExamination();
		Duration pause = pauseAfter(worker, dead);
		this.registry.fillAfter(pause, slot);
		return pause;
	}

	private Duration pauseAfter(Worker worker, EndedPhase.Dead dead) {
		Slot slot = worker.slot();
		if (!worker.hasStarted()) {
			slot.streak().forkFailed();
			return slot.pauseAfterFailure(Duration.ZERO);
		}
		if (!worker.hasFailed(dead)) {
			return slot.shortestPause();
		}
		slot.streak().failed(this.loop.nanoTime());
		return slot.pauseAfterFailure(worker.usefulLife());
	}

	/**
	 * Report that a slot is in trouble, if this exit put it there.
	 */
	void exited(Slot slot, Exited exit) {
		if (isFailureToReplace(exit) && slot.streak().record(exit)) {
			this.registry
				.tell(new SlotEvent.InTrouble(slot.index(), slot.streak().failures(), exit, this.settings.maxDelay()));
		}
	}

	/**
	 * Examine a slot in trouble when its workers have been ready for long enough.
	 */
	void ready(Worker worker) {
		Slot slot = worker.slot();
		if (slot.streak().isInTrouble()) {
			Duration left = slot.streak().serviceToRecover(worker.usefulLife());
			slot.examineAfter(left, this.loop, () -> examine(worker));
		}
	}

	private void examine(Worker worker) {
		Slot slot = worker.slot();
		Long since = slot.streak().troubledSinceNanos();
		if (since != null && worker.phase().state() == WorkerState.READY
				&& slot.streak().serviceToRecover(worker.usefulLife()).isZero()) {
			slot.streak().clear();
			this.registry.tell(new SlotEvent.Recovered(slot.index(), Duration.ofNanos(this.loop.nanoTime() - since)));
		}
	}

	/**
	 * Return why the cluster has to give up after an exit, empty if it goes on.
	 */
	Optional<String> reasonToGiveUp(Slot slot, Exited exit) {
		if (isFailureToReplace(exit)) {
			if (this.settings.giveUp() == GiveUpRule.ANY && slot.streak().isInTrouble()) {
				return Optional.of("slot %d is in trouble (cluster.respawn.give-up: any)".formatted(slot.index()));
			}
			if (isNoneLeft()) {
				return Optional.of("no worker is ready, and every slot failed more than %s in a row"
					.formatted(LogFormat.count(this.settings.maxFailures(), "time")));
			}
		}
		return isLastToExpect(exit)
				? Optional.of("every worker exited with code %d (do not respawn)".formatted(DO_NOT_RESPAWN))
				: Optional.empty();
	}

	/**
	 * Return whether no worker serves, and none can be started. A replacement under way
	 * may bring code that works.
	 */
	private boolean isNoneLeft() {
		List<Slot> wanted = this.registry.slots().stream().filter(Slot::isWanted).toList();
		return wanted.stream().allMatch((slot) -> slot.streak().isHopeless() && slot.replacement().isEmpty())
				&& this.registry.workers().stream().noneMatch((worker) -> worker.phase().state() == WorkerState.READY);
	}

	private static boolean isFailureToReplace(Exited exit) {
		boolean failure = exit.cause().isFailure() || exit.cause() instanceof ExitCause.NotStarted;
		return !exit.expected() && failure && exit.respawnDelay() != null;
	}

	private boolean isLastToExpect(Exited exit) {
		return exit.status().code() == DO_NOT_RESPAWN && this.registry.workers().isEmpty()
				&& this.registry.slots().stream().noneMatch(Slot::isWanted);
	}

	/**
	 * Return the latest failures of all slots, the oldest of each slot first.
	 */
	List<Exited> failures() {
		return this.registry.slots().stream().flatMap((slot) -> slot.streak().latest().stream()).toList();
	}

}
