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

import java.util.Optional;

/**
 * How a process ended.
 * <p>
 * A process that is killed by signal n has, for the JDK as for a shell, the code 128 + n;
 * and a JVM that gets SIGTERM, SIGINT or SIGHUP runs its shutdown hooks and exits with
 * that code itself. Both read the same here: a code of 128 + n, n being the number of a
 * {@link Signal}, means "ended by that signal". Every other code is only a code.
 *
 * @param code the exit code, 0..255
 */
public record ExitStatus(int code) {

	private static final int SIGNAL_BASE = 128;

	/**
	 * Create a status.
	 * @param code the exit code
	 */
	public ExitStatus {
		if (code < 0 || code > 255) {
			throw new IllegalArgumentException("exit code: " + code + " (expected: 0..255)");
		}
	}

	/**
	 * Return the status of a process that a signal ended.
	 * @param signal the signal
	 * @return the status
	 */
	public static ExitStatus of(Signal signal) {
		return new ExitStatus(SIGNAL_BASE + signal.number());
	}

	/**
	 * Return the signal that ended the process.
	 * @return the signal, or empty if the process exited on its own account
	 */
	public Optional<Signal> signal() {
		return Signal.of(this.code - SIGNAL_BASE);
	}

	/**
	 * Return whether the process ended well.
	 * @return if the code is 0
	 */
	public boolean isSuccess() {
		return this.code == 0;
	}

	@Override
	public String toString() {
		return signal().map((signal) -> "signal " + signal + " (exit code " + this.code + ")")
			.orElseGet(() -> "exit code " + this.code);
	}

}
