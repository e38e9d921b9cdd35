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

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows the exit of a worker: whether and when its slot is filled again,
 * and whether the cluster gives up. Confined to the control loop.
 */
final class RespawnPolicy {

	/**
	 * The exit code of a worker that must not be replaced.
	 */
	static final int DO_NOT_RESPAWN = 2;

	private final RespawnSettings settings;

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final RestartIntensity intensity;

	RespawnPolicy(RespawnSettings settings, ControlLoop loop, WorkerRegistry registry) {
		this.settings = settings;
		this.loop = loop;
		this.registry = registry;
		this.intensity = new RestartIntensity(settings);
	}

	/**
	 * Fill the slot of a dead worker again, if it needs a worker and none is on its way.
	 * @return the pause before that, {@code null} if the slot is not filled
	 */
	@Nullable Duration refill(Worker worker, EndedPhase.Dead dead) {
		Slot slot = worker.slot();
		if (dead.status().code() == DO_NOT_RESPAWN && dead.expectation() == Expectation.UNEXPECTED) {
			slot.vacate();
		}
		if (!slot.needsWorker()) {
			return null;
		}
		Duration pause = worker.hasFailed(dead) ? slot.pauseAfterFailure(worker.uptime()) : slot.shortestPause();
		this.registry.fillAfter(pause, slot);
		return pause;
	}

	/**
	 * Return why the cluster has to give up after an exit, empty if it goes on.
	 */
	Optional<String> reasonToGiveUp(Exited exit) {
		if (isFailureToReplace(exit) && this.intensity.exceededBy(exit, this.loop.nanoTime())) {
			return Optional.of("%s within %s".formatted(LogFormat.count(failures().size(), "failure"),
					LogFormat.duration(this.settings.period())));
		}
		return isLastToExpect(exit)
				? Optional.of("every worker exited with code %d (do not respawn)".formatted(DO_NOT_RESPAWN))
				: Optional.empty();
	}

	private static boolean isFailureToReplace(Exited exit) {
		return !exit.expected() && exit.cause().isFailure() && exit.respawnDelay() != null;
	}

	private boolean isLastToExpect(Exited exit) {
		return exit.status().code() == DO_NOT_RESPAWN && this.registry.workers().isEmpty()
				&& this.registry.slots().stream().noneMatch(Slot::isWanted);
	}

	/**
	 * Return the failures of the last period, the oldest first.
	 */
	List<Exited> failures() {
		return this.intensity.failures();
	}

}
