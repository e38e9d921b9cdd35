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

import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Shows the workers that the control loop makes progress, in shared memory, once a
 * second: a loop that has stalled could send no message. Confined to the control loop.
 */
final class MasterPulse {

	static final Duration INTERVAL = Duration.ofSeconds(1);

	private final ControlLoop loop;

	private final WorkerRows rows;

	private ControlLoop.@Nullable Timer timer;

	MasterPulse(ControlLoop loop, WorkerRows rows) {
		this.loop = loop;
		this.rows = rows;
	}

	void start() {
		this.timer = this.loop.schedule(INTERVAL, this::start);
		Attempt.to("show that the master makes progress", this.rows::pulse);
	}

	void stop() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

}
