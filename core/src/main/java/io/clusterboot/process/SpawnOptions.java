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
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.clusterboot.ipc.ChannelOptions;

/**
 * How a child is started: the options of Node's {@code spawn}. An instance is immutable
 * and may be used for several children, on any thread, unless it holds a descriptor that
 * only one of them shall have.
 * <p>
 * The JDK lets three descriptors travel to a child and closes all the others in it. The
 * rest is opened by the child itself, through {@code /proc}, before its program starts;
 * that is possible for pipes, terminals and files, and not for sockets. So a child can
 * have three sockets, a channel among them, whatever their numbers are; a standard output
 * that is inherited and is a socket too much is forwarded by this process instead.
 *
 * @see ForkOptions
 * @see ExecOptions
 */
public final class SpawnOptions {

	// What a POSIX shell can name in a redirection
	private static final int MAX_INDEX = 9;

	private static final int STDERR = 2;

	private final Builder values;

	private SpawnOptions(Builder values) {
		this.values = values;
	}

	/**
	 * Return the defaults: the working directory of this process, the environment that
	 * {@link CurrentProcess} has at this moment, no input, and the output of this
	 * process.
	 * @return the options
	 */
	public static SpawnOptions defaults() {
		Builder builder = new Builder();
		builder.environment = Map.copyOf(CurrentProcess.get().environment());
		builder.stdio = Map.of(0, Stdio.discard(), 1, Stdio.inherit(), 2, Stdio.inherit());
		return new SpawnOptions(builder);
	}

	/**
	 * Return the defaults with pipes for the input and both outputs, which are what
	 * Node's {@code spawn} has if nobody says otherwise.
	 * @return the options
	 */
	public static SpawnOptions piped() {
		return defaults().withStdio(Stdio.pipe(), Stdio.pipe(), Stdio.pipe());
	}

	/**
	 * Return where the child starts.
	 * @return the directory, empty for that of this process
	 */
	public Optional<Path> workingDirectory() {
		return this.values.workingDirectory;
	}

	/**
	 * Return the whole environment of the child, but for the variables that tell it of
	 * its channel.
	 * @return the environment
	 */
	public Map<String, String> environment() {
		return this.values.environment;
	}

	/**
	 * Return what the child's descriptors are.
	 * @return what they are, by their number in the child; 0 to 2 are discarded and the
	 * others closed if they are not in it
	 */
	public Map<Integer, Stdio> stdio() {
		return this.values.stdio;
	}

	/**
	 * Return the signals that the child ignores from its first instruction.
	 * @return the signals
	 */
	public Set<Signal> ignoredSignals() {
		return this.values.ignoredSignals;
	}

	/**
	 * Return the first word that the child sees of its command line.
	 * @return the word, empty if it is the executable's
	 */
	public Optional<String> argv0() {
		return this.values.argv0;
	}

	/**
	 * Return whether the child is the leader of a session of its own.
	 * @return if it is
	 */
	public boolean isDetached() {
		return this.values.detached;
	}

	/**
	 * Return how long the child may run.
	 * @return how long; zero for as long as it wants
	 */
	public Duration timeout() {
		return this.values.timeout;
	}

	/**
	 * Return what ends the child that ran too long, wrote too much or was cancelled.
	 * @return the signal
	 */
	public Signal killSignal() {
		return this.values.killSignal;
	}

	/**
	 * Return what can cancel the child.
	 * @return the cancellation, if there is one
	 */
	public Optional<Cancellation> cancellation() {
		return this.values.cancellation;
	}

	/**
	 * Return the shell that the command is for.
	 * @return the shell, empty if the command is started as it is
	 */
	public Optional<Path> shell() {
		return this.values.shell;
	}

	/**
	 * Return the user that the child runs as.
	 * @return the number of the user, empty for that of this process
	 */
	public OptionalInt uid() {
		return this.values.uid;
	}

	/**
	 * Return the group that the child runs as.
	 * @return the number of the group, empty for that of this process
	 */
	public OptionalInt gid() {
		return this.values.gid;
	}

	/**
	 * Return how this side of a channel to the child behaves.
	 * @return the options; name and peer are set when the child is started
	 */
	public ChannelOptions channelOptions() {
		return this.values.channelOptions;
	}

	/**
	 * Return the descriptor of the child that is its channel.
	 * @return the number in the child, empty if it has no channel
	 */
	public OptionalInt ipcIndex() {
		return stdio().entrySet()
			.stream()
			.filter((entry) -> entry.getValue() instanceof Stdio.Ipc)
			.mapToInt(Map.Entry::getKey)
			.findFirst();
	}

	/**
	 * Return these options with another working directory.
	 * @param directory the directory
	 * @return new options
	 */
	public SpawnOptions withWorkingDirectory(Path directory) {
		checkText("working-directory", directory.toString());
		Builder builder = new Builder(this.values);
		builder.workingDirectory = Optional.of(directory);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options with another environment.
	 * @param environment the whole environment
	 * @return new options
	 */
	public SpawnOptions withEnvironment(Map<String, String> environment) {
		environment.forEach(SpawnOptions::checkVariable);
		Builder builder = new Builder(this.values);
		builder.environment = Map.copyOf(environment);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options with additions to the environment.
	 * @param variables the variables to add or to replace
	 * @return new options
	 */
	public SpawnOptions withVariables(Map<String, String> variables) {
		Map<String, String> merged = new HashMap<>(environment());
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
		Map<Integer, Stdio> merged = new HashMap<>(stdio());
		merged.put(index, stdio);
		return withStdio(merged);
	}

	/**
	 * Return these options with other descriptors: Node's {@code stdio} array.
	 * @param stdio what they are, from 0 on; those of 0 to 2 that are missing are pipes
	 * @return new options
	 */
	public SpawnOptions withStdio(Stdio... stdio) {
		Map<Integer, Stdio> all = new HashMap<>();
		for (int i = 0; i <= STDERR; i++) {
			all.put(i, Stdio.pipe());
		}
		for (int i = 0; i < stdio.length; i++) {
			all.put(i, stdio[i]);
		}
		return withStdio(all);
	}

	private SpawnOptions withStdio(Map<Integer, Stdio> stdio) {
		stdio.forEach(SpawnOptions::checkStdio);
		if (stdio.values().stream().filter(Stdio.Ipc.class::isInstance).count() > 1) {
			throw new IllegalArgumentException("stdio: two of ipc (expected: at most one)");
		}
		Builder builder = new Builder(this.values);
		builder.stdio = Map.copyOf(stdio);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options with signals that the child ignores. A JVM that finds SIGINT,
	 * SIGTERM or SIGHUP ignored leaves them so.
	 * @param signals the signals
	 * @return new options
	 */
	public SpawnOptions ignoring(Signal... signals) {
		Set<Signal> ignored = EnumSet.noneOf(Signal.class);
		ignored.addAll(List.of(signals));
		for (Signal signal : List.of(Signal.SIGKILL, Signal.SIGSTOP)) {
			if (ignored.contains(signal)) {
				throw new IllegalArgumentException(
						"ignored signals: " + signal + " (expected: a signal that can be ignored)");
			}
		}
		Builder builder = new Builder(this.values);
		builder.ignoredSignals = Set.copyOf(ignored);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options with another first word of the command line. It needs
	 * {@code bash}, as nothing else on most systems can do that.
	 * @param argv0 the word
	 * @return new options
	 */
	public SpawnOptions withArgv0(String argv0) {
		checkText("argv0", argv0);
		Builder builder = new Builder(this.values);
		builder.argv0 = Optional.of(argv0);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options for a child in a session and a process group of its own, which
	 * no signal to the terminal reaches. It needs {@code setsid}.
	 * @return new options
	 */
	public SpawnOptions detached() {
		Builder builder = new Builder(this.values);
		builder.detached = true;
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options for a child that is sent the {@link #killSignal() signal} when
	 * it runs too long.
	 * @param timeout how long it may run; zero for as long as it wants
	 * @return new options
	 */
	public SpawnOptions withTimeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout: " + timeout + " (expected: >= 0)");
		}
		Builder builder = new Builder(this.values);
		builder.timeout = timeout;
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options with another signal for a child that has to end.
	 * @param signal the signal
	 * @return new options
	 */
	public SpawnOptions withKillSignal(Signal signal) {
		Builder builder = new Builder(this.values);
		builder.killSignal = signal;
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options for a child that can be cancelled.
	 * @param cancellation what sends it the {@link #killSignal() signal}
	 * @return new options
	 */
	public SpawnOptions withCancellation(Cancellation cancellation) {
		Builder builder = new Builder(this.values);
		builder.cancellation = Optional.of(cancellation);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options for a command that {@code /bin/sh} reads: its words with
	 * spaces between them, unquoted.
	 * @return new options
	 */
	public SpawnOptions withShell() {
		return withShell(Path.of("/bin/sh"));
	}

	/**
	 * Return these options for a command that a shell reads: its words with spaces
	 * between them, unquoted.
	 * @param shell the shell, which understands {@code -c}
	 * @return new options
	 */
	public SpawnOptions withShell(Path shell) {
		Builder builder = new Builder(this.values);
		builder.shell = Optional.of(shell);
		return new SpawnOptions(builder);
	}

	SpawnOptions withoutShell() {
		Builder builder = new Builder(this.values);
		builder.shell = Optional.empty();
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options for a child of another user, without the supplementary groups
	 * of this process. It needs {@code setpriv}, and the right to do it.
	 * @param uid the number of the user
	 * @return new options
	 */
	public SpawnOptions withUid(int uid) {
		checkNumber("uid", uid);
		Builder builder = new Builder(this.values);
		builder.uid = OptionalInt.of(uid);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options for a child of another group, without the supplementary groups
	 * of this process. It needs {@code setpriv}, and the right to do it.
	 * @param gid the number of the group
	 * @return new options
	 */
	public SpawnOptions withGid(int gid) {
		checkNumber("gid", gid);
		Builder builder = new Builder(this.values);
		builder.gid = OptionalInt.of(gid);
		return new SpawnOptions(builder);
	}

	/**
	 * Return these options with another behaviour of this side of the channel.
	 * @param options the options; name and peer are set when the child is started
	 * @return new options
	 */
	public SpawnOptions withChannelOptions(ChannelOptions options) {
		Builder builder = new Builder(this.values);
		builder.channelOptions = options;
		return new SpawnOptions(builder);
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
		if (stdio instanceof Stdio.Forward && (index == 0 || index > STDERR)) {
			throw new IllegalArgumentException(
					"stdio " + index + ": " + stdio + " (expected: an output, 1 or 2, if it is forwarded)");
		}
	}

	static void checkText(String key, String value) {
		if (value.indexOf('\0') != -1) {
			throw new IllegalArgumentException(key + ": " + value.replace("\0", "\\0") + " (expected: no zero in it)");
		}
	}

	private static void checkNumber(String key, int number) {
		if (number < 0) {
			throw new IllegalArgumentException(key + ": " + number + " (expected: >= 0)");
		}
	}

	/**
	 * The values, which do not change any more once they are in options.
	 */
	private static final class Builder {

		private Optional<Path> workingDirectory = Optional.empty();

		private Map<String, String> environment = Map.of();

		private Map<Integer, Stdio> stdio = Map.of();

		private Set<Signal> ignoredSignals = Set.of();

		private Optional<String> argv0 = Optional.empty();

		private boolean detached;

		private Duration timeout = Duration.ZERO;

		private Signal killSignal = Signal.SIGTERM;

		private Optional<Cancellation> cancellation = Optional.empty();

		private Optional<Path> shell = Optional.empty();

		private OptionalInt uid = OptionalInt.empty();

		private OptionalInt gid = OptionalInt.empty();

		private ChannelOptions channelOptions = ChannelOptions.defaults();

		Builder() {
		}

		Builder(Builder other) {
			this.workingDirectory = other.workingDirectory;
			this.environment = other.environment;
			this.stdio = other.stdio;
			this.ignoredSignals = other.ignoredSignals;
			this.argv0 = other.argv0;
			this.detached = other.detached;
			this.timeout = other.timeout;
			this.killSignal = other.killSignal;
			this.cancellation = other.cancellation;
			this.shell = other.shell;
			this.uid = other.uid;
			this.gid = other.gid;
			this.channelOptions = other.channelOptions;
		}

	}

}
