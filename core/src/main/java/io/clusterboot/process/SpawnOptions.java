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

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a child is started. An instance is immutable and may be used for several children,
 * on any thread, unless it holds a descriptor that only one of them shall have.
 * <p>
 * One descriptor beyond the standard ones can travel, since the JDK closes all the others
 * in a child: it goes as the standard input and is moved in place, so that input is
 * {@code /dev/null} then. (On Linux a shell could open a second one from
 * {@code /proc/<pid of the parent>/fd/<number>}, even an unlinked file, but no socket.)
 *
 * @param workingDirectory where the child starts, empty for the directory of this process
 * @param environment the whole environment of the child
 * @param stdio what the child's descriptors are, by their number in the child: 0 to 2,
 * and at most one of 3 to 9
 * @param ignoredSignals the signals that the child ignores from its first instruction; a
 * JVM that finds SIGINT, SIGTERM or SIGHUP ignored leaves them so
 */
public record SpawnOptions(Optional<Path> workingDirectory, Map<String, String> environment, Map<Integer, Stdio> stdio,
		Set<Signal> ignoredSignals) {

	private static final int STDERR = 2;

	// What a POSIX shell can name in a redirection
	private static final int MAX_INDEX = 9;

	/**
	 * Create options.
	 * @param workingDirectory where the child starts
	 * @param environment the whole environment of the child
	 * @param stdio what the child's descriptors are
	 * @param ignoredSignals the signals that the child ignores
	 */
	public SpawnOptions {
		environment = Map.copyOf(environment);
		stdio = Map.copyOf(stdio);
		ignoredSignals = Set.copyOf(ignoredSignals);
		environment.forEach(SpawnOptions::checkVariable);
		stdio.forEach(SpawnOptions::checkStdio);
		if (stdio.keySet().stream().filter((index) -> index > STDERR).count() > 1) {
			throw new IllegalArgumentException(
					"stdio: " + new TreeMap<>(stdio).keySet() + " (expected: at most one descriptor above 2)");
		}
		if (stdio.keySet().stream().anyMatch((index) -> index > STDERR)
				&& !(stdio.getOrDefault(0, Stdio.discard()) instanceof Stdio.Discard)) {
			throw new IllegalArgumentException(
					"stdio 0: " + stdio.get(0) + " (expected: discard, since another descriptor travels in its place)");
		}
		for (Signal signal : List.of(Signal.SIGKILL, Signal.SIGSTOP)) {
			if (ignoredSignals.contains(signal)) {
				throw new IllegalArgumentException(
						"ignored signals: " + signal + " (expected: a signal that can be ignored)");
			}
		}
	}

	private static void checkVariable(String name, String value) {
		if (name.isEmpty() || name.indexOf('=') != -1 || name.indexOf('\0') != -1) {
			throw new IllegalArgumentException(
					"environment: '" + name + "' (expected: a name without = and without a zero)");
		}
		if (value.indexOf('\0') != -1) {
			throw new IllegalArgumentException("environment: value of " + name + " (expected: no zero in it)");
		}
	}

	private static void checkStdio(int index, Stdio stdio) {
		if (index < 0 || index > MAX_INDEX) {
			throw new IllegalArgumentException("stdio: " + index + " (expected: 0.." + MAX_INDEX + ")");
		}
		if (index > STDERR && !(stdio instanceof Stdio.Descriptor)) {
			throw new IllegalArgumentException("stdio " + index + ": " + stdio + " (expected: a descriptor)");
		}
		if (index == 0 && stdio instanceof Stdio.Pipe) {
			throw new IllegalArgumentException("stdio 0: " + stdio + " (expected: discard, inherit or a descriptor)");
		}
	}

	/**
	 * Return the defaults: the working directory of this process, the environment that
	 * {@link CurrentProcess} has at this moment, no input, and the output of this
	 * process.
	 * @return the options
	 */
	public static SpawnOptions defaults() {
		return new SpawnOptions(Optional.empty(), CurrentProcess.get().environment(),
				Map.of(0, Stdio.discard(), 1, Stdio.inherit(), 2, Stdio.inherit()), Set.of());
	}

	/**
	 * Return these options with another working directory.
	 * @param directory the directory
	 * @return new options
	 */
	public SpawnOptions withWorkingDirectory(Path directory) {
		return new SpawnOptions(Optional.of(directory), this.environment, this.stdio, this.ignoredSignals);
	}

	/**
	 * Return these options with another environment.
	 * @param environment the whole environment
	 * @return new options
	 */
	public SpawnOptions withEnvironment(Map<String, String> environment) {
		return new SpawnOptions(this.workingDirectory, environment, this.stdio, this.ignoredSignals);
	}

	/**
	 * Return these options with additions to the environment.
	 * @param variables the variables to add or to replace
	 * @return new options
	 */
	public SpawnOptions withVariables(Map<String, String> variables) {
		Map<String, String> merged = new HashMap<>(this.environment);
		merged.putAll(variables);
		return withEnvironment(merged);
	}

	/**
	 * Return these options with another descriptor.
	 * @param index the number the child will know it by
	 * @param stdio what it is
	 * @return new options
	 */
	public SpawnOptions withStdio(int index, Stdio stdio) {
		Map<Integer, Stdio> merged = new HashMap<>(this.stdio);
		merged.put(index, stdio);
		return new SpawnOptions(this.workingDirectory, this.environment, merged, this.ignoredSignals);
	}

	/**
	 * Return these options with signals that the child ignores.
	 * @param signals the signals
	 * @return new options
	 */
	public SpawnOptions ignoring(Signal... signals) {
		Set<Signal> ignored = EnumSet.noneOf(Signal.class);
		ignored.addAll(List.of(signals));
		return new SpawnOptions(this.workingDirectory, this.environment, this.stdio, ignored);
	}

}
