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

import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls something outside the state of the control loop, whose failure must not interrupt
 * the task that calls it: the steps that follow would be left out, and nobody would take
 * them later.
 */
public final class Attempt {

	private static final Logger logger = LoggerFactory.getLogger(Attempt.class);

	private Attempt() {
	}

	/**
	 * Make a call. A failure is logged.
	 * @param what what the call does, after "Could not" in the log
	 * @param call the call
	 * @return whether it succeeded
	 */
	public static boolean to(String what, Runnable call) {
		try {
			call.run();
			return true;
		}
		catch (RuntimeException | Error ex) {
			logger.error("Could not {}", what, ex);
			return false;
		}
	}

	/**
	 * Get a value. A failure is logged.
	 * @param what what the call does, after "Could not" in the log
	 * @param call returns the value
	 * @param fallback the value after a failure
	 * @return the value
	 */
	public static <T> T get(String what, Supplier<T> call, T fallback) {
		try {
			return call.get();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Could not {}", what, ex);
			return fallback;
		}
	}

}
