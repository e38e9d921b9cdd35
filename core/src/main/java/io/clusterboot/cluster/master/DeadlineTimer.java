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
 * The one deadline of a worker that is armed. Confined to the control loop.
 */
final class DeadlineTimer {

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final Runnable onPassed;

	private ControlLoop.@Nullable Timer timer;

	DeadlineTimer(MasterSettings settings, ControlLoop loop, Runnable onPassed) {
		this.settings = settings;
		this.loop = loop;
		this.onPassed = onPassed;
	}

	/**
	 * Arm a deadline in place of the armed one.
	 */
	void arm(WorkerDeadline deadline) {
		extend(this.settings.of(deadline));
	}

	/**
	 * Arm the deadline that passed once more.
	 * @param more the time until it passes again
	 */
	void extend(Duration more) {
		cancel();
		this.timer = this.loop.schedule(more, () -> passed(more));
	}

	/**
	 * The deadline has passed. If that cannot be handled, it passes again: a worker
	 * without a deadline might never end.
	 */
	private void passed(Duration time) {
		this.timer = null;
		if (!Attempt.to("handle a deadline that passed", this.onPassed) && this.timer == null) {
			extend(time);
		}
	}

	void cancel() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

}
