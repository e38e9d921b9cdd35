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

import org.jspecify.annotations.Nullable;

/**
 * A place for one worker, which survives the worker. Confined to the control loop.
 */
final class Slot {

	private final int index;

	private Backoff backoff;

	private ControlLoop.@Nullable Timer respawn;

	Slot(int index, MasterSettings settings) {
		this.index = index;
		this.backoff = Backoff.between(settings.respawnInitialDelay(), settings.respawnMaxDelay());
	}

	int index() {
		return this.index;
	}

	/**
	 * Have the slot filled again after the pause that is due.
	 * @param uptime how long the worker that left was up
	 * @param loop the loop to wait on
	 * @param fork what fills the slot
	 * @return the pause
	 */
	Duration respawnAfter(Duration uptime, ControlLoop loop, Runnable fork) {
		Backoff due = this.backoff.afterUptime(uptime);
		this.backoff = due.doubled();
		this.respawn = loop.schedule(due.next(), fork);
		return due.next();
	}

	void cancelRespawn() {
		if (this.respawn != null) {
			this.respawn.cancel();
			this.respawn = null;
		}
	}

}
