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

package io.clusterboot.process;

/**
 * Sends a signal that the JDK cannot send. The shell in production, a fake in tests.
 */
@FunctionalInterface
interface KillCommand {

	/**
	 * Send a signal, and wait until it is sent.
	 * @param signal the name without {@code SIG}, or {@code 0} to only test
	 * @param pid the process; 0 for the process group of this one, a negative number for
	 * the group with that number
	 * @return whether the signal was delivered
	 * @throws RuntimeException if the result is unknown
	 */
	Signal.Delivery send(String signal, long pid);

}
