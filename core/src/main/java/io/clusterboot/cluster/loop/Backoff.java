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

package io.clusterboot.cluster.loop;

import java.time.Duration;

/**
 * The pause before a slot is filled again: it doubles with each worker that dies, up to a
 * limit, and starts over after a worker that was ready for a while.
 *
 * @param initial the shortest pause
 * @param maximum the longest pause
 * @param next the pause before the next fork
 */
public record Backoff(Duration initial, Duration maximum, Duration next) {

	/**
	 * How long a worker has to be ready for the pause to start over.
	 */
	public static final Duration RESET_AFTER = Duration.ofSeconds(30);

	public static Backoff between(Duration initial, Duration maximum) {
		return new Backoff(initial, maximum, initial);
	}

	/**
	 * Return the back-off after the death of a worker.
	 * @param usefulLife how long the dead worker was ready
	 * @return the back-off whose {@link #next()} is the pause before the next fork
	 */
	public Backoff afterUsefulLife(Duration usefulLife) {
		return (usefulLife.compareTo(RESET_AFTER) >= 0) ? between(this.initial, this.maximum) : this;
	}

	/**
	 * Return the back-off after the pause.
	 * @return the back-off with twice the pause
	 */
	public Backoff doubled() {
		Duration doubled = this.next.multipliedBy(2);
		return new Backoff(this.initial, this.maximum, (doubled.compareTo(this.maximum) > 0) ? this.maximum : doubled);
	}

}
