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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rejects options that are invalid for every child.
 */
final class SpawnChecks {

	/**
	 * The greatest number that a POSIX shell can redirect.
	 */
	private static final int MAX_INDEX = 9;

	private static final int STDERR = 2;

	private SpawnChecks() {
	}

	static void stdio(Map<Integer, Stdio> stdio) {
		stdio.forEach(SpawnChecks::stdio);
		if (stdio.values().stream().filter(Stdio.Ipc.class::isInstance).count() > 1) {
			throw new IllegalArgumentException("stdio: two of ipc (expected: at most one)");
		}
	}

	static void ignored(Set<Signal> signals) {
		for (Signal signal : List.of(Signal.SIGKILL, Signal.SIGSTOP)) {
			if (signals.contains(signal)) {
				throw new IllegalArgumentException(
						"ignored signals: " + signal + " (expected: a signal that can be ignored)");
			}
		}
	}

	static void timeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout: " + timeout + " (expected: >= 0)");
		}
	}

	static void variable(String name, String value) {
		if (name.isEmpty() || name.indexOf('=') != -1 || name.indexOf('\0') != -1) {
			throw new IllegalArgumentException(
					"environment: '" + name + "' (expected: a name without = and without a zero)");
		}
		if (value.indexOf('\0') != -1) {
			throw new IllegalArgumentException("environment: value of " + name + " (expected: no zero in it)");
		}
	}

	private static void stdio(int index, Stdio stdio) {
		if (index < 0 || index > MAX_INDEX) {
			throw new IllegalArgumentException("stdio: " + index + " (expected: 0.." + MAX_INDEX + ")");
		}
		if (stdio instanceof Stdio.Forward && (index == 0 || index > STDERR)) {
			throw new IllegalArgumentException(
					"stdio " + index + ": " + stdio + " (expected: an output, 1 or 2, if it is forwarded)");
		}
	}

	static void text(String key, String value) {
		if (value.indexOf('\0') != -1) {
			throw new IllegalArgumentException(key + ": " + value.replace("\0", "\\0") + " (expected: no zero in it)");
		}
	}

	static void number(String key, int number) {
		if (number < 0) {
			throw new IllegalArgumentException(key + ": " + number + " (expected: >= 0)");
		}
	}

}
