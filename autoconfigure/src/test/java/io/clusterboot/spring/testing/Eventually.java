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

package io.clusterboot.spring.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What comes true without anybody being told, on another thread or in another process.
 */
public final class Eventually {

	/**
	 * Costs nothing when all is well; a busy machine may need it.
	 */
	public static final Duration DEADLINE = Duration.ofSeconds(50);

	private Eventually() {
	}

	/**
	 * Wait until something is so.
	 * @param what how to name it when it does not come true
	 * @param condition tells whether it is so
	 */
	public static void await(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + DEADLINE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new AssertionError("Not within " + DEADLINE + ": " + what);
			}
			Thread.onSpinWait();
		}
	}

}
