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

package io.clusterboot.test.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A moment until which something is waited for.
 *
 * @param time how long after its creation
 * @param nanos the moment, by {@link System#nanoTime()}
 */
public record Deadline(Duration time, long nanos) {

	private static final Duration INTERVAL = Duration.ofMillis(2);

	/**
	 * Create a deadline.
	 * @param time how long from now
	 * @return the deadline
	 */
	public static Deadline in(Duration time) {
		return new Deadline(time, System.nanoTime() + time.toNanos());
	}

	/**
	 * Return the time that is left.
	 * @return the time, zero if it has passed
	 */
	public Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanos - System.nanoTime()));
	}

	/**
	 * Return whether no time is left.
	 * @return whether it has passed
	 */
	public boolean hasPassed() {
		return left().isZero();
	}

	/**
	 * Wait for a condition for which there is no event: the operating system tells only
	 * the parent of a process that it stopped.
	 * @param condition the condition, which is evaluated every few milliseconds
	 * @return whether it is met
	 */
	public boolean await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			if (hasPassed() || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(INTERVAL.toNanos());
		}
		return true;
	}

}
