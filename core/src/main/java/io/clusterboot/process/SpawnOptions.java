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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

import io.clusterboot.ipc.ChannelOptions;

/**
 * The options of a child process: those of Node's {@code spawn}. An instance is immutable
 * and may be used for several children, on any thread, unless it holds a descriptor meant
 * for only one of them.
 * <p>
 * The JDK lets three descriptors travel to a child and closes all the others in it. The
 * child opens the others itself, through {@code /proc}, before its program starts, which
 * is possible for pipes, terminals and files but not for sockets. A child can therefore
 * have at most three sockets, including the channel, with any numbers. An inherited
 * standard output that would be a fourth socket is forwarded by this process instead.
 *
 * @see ForkOptions
 * @see ExecOptions
 */
public final class SpawnOptions {

	private final SpawnValues values;

	private SpawnOptions(SpawnValues values) {
		this.values = values;
	}

	/**
	 * Return the defaults: the working directory of this process, the environment that
	 * {@link CurrentProcess} has at this moment, no input, and the output of this
	 * process.
	 * @return the options
	 */
	public static SpawnOptions defaults() {
		SpawnValues values = new SpawnValues();
		values.environment = Map.copyOf(CurrentProcess.get().environment());
		values.stdio = Map.of(0, Stdio.discard(), 1, Stdio.inherit(), 2, Stdio.inherit());
		return new SpawnOptions(values);
	}

	/**
	 * Return the defaults with pipes for the input and both outputs, which are what
	 * Node's {@code spawn} has by default.
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
	 * Return the environment of the child, without the variables that describe its
	 * channel.
	 * @return the environment
	 */
	public Map<String, String> environment() {
		return this.values.environment;
	}

	/**
	 * Return the descriptors of the child.
	 * @return the descriptors by their number in the child; 0 to 2 are discarded and the
	 * others closed if they are missing
	 */
	public Map<Integer, Stdio> stdio() {
		return this.values.stdio;
	}

	Set<Signal> ignoredSignals() {
		return this.values.ignoredSignals;
	}

	Optional<String> argv0() {
		return this.values.argv0;
	}

	boolean isDetached() {
		return this.values.detached;
	}

	/**
	 * Return the longest time that the child may run.
	 * @return the time; zero for no limit
	 */
	public Duration timeout() {
		return this.values.timeout;
	}

	/**
	 * Return the signal for a child that ran too long, wrote too much or was cancelled.
	 * @return the signal
	 */
	public Signal killSignal() {
		return this.values.killSignal;
	}

	/**
	 * Return the cancellation of the child.
	 * @return the cancellation, if there is one
	 */
	public Optional<Cancellation> cancellation() {
		return this.values.cancellation;
	}

	Optional<Path> shell() {
		return this.values.shell;
	}

	OptionalInt uid() {
		return this.values.uid;
	}

	OptionalInt gid() {
		return this.values.gid;
	}

	/**
	 * Return the options of this side of the channel to the child.
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
		SpawnChecks.text("working-directory", directory.toString());
		return with((values) -> values.workingDirectory = Optional.of(directory));
	}

	/**
	 * Return these options with another environment.
	 * @param environment the whole environment
	 * @return new options
	 */
	public SpawnOptions withEnvironment(Map<String, String> environment) {
		environment.forEach(SpawnChecks::variable);
		return with((values) -> values.environment = Map.copyOf(environment));
	}

	/**
	 * Return these options with more variables in the environment.
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
	 * @param index the number in the child
	 * @param stdio the descriptor
	 * @return new options
	 */
	public SpawnOptions withStdio(int index, Stdio stdio) {
		Map<Integer, Stdio> merged = new HashMap<>(stdio());
		merged.put(index, stdio);
		SpawnChecks.stdio(merged);
		return with((values) -> values.stdio = Map.copyOf(merged));
	}

	/**
	 * Return these options with other descriptors: Node's {@code stdio} array.
	 * @param stdio the descriptors from 0 on; missing ones of 0 to 2 are pipes
	 * @return new options
	 */
	public SpawnOptions withStdio(Stdio... stdio) {
		Map<Integer, Stdio> all = new HashMap<>(Map.of(0, Stdio.pipe(), 1, Stdio.pipe(), 2, Stdio.pipe()));
		for (int i = 0; i < stdio.length; i++) {
			all.put(i, stdio[i]);
		}
		SpawnChecks.stdio(all);
		return with((values) -> values.stdio = Map.copyOf(all));
	}

	/**
	 * Return these options with signals that the child ignores. A JVM that finds SIGINT,
	 * SIGTERM or SIGHUP ignored leaves them so.
	 * @param signals the signals
	 * @return new options
	 */
	public SpawnOptions ignoring(Signal... signals) {
		Set<Signal> ignored = Set.copyOf(List.of(signals));
		SpawnChecks.ignored(ignored);
		return with((values) -> values.ignoredSignals = ignored);
	}

	/**
	 * Return these options with another first word of the command line. This needs
	 * {@code bash}.
	 * @param argv0 the word
	 * @return new options
	 */
	public SpawnOptions withArgv0(String argv0) {
		SpawnChecks.text("argv0", argv0);
		return with((values) -> values.argv0 = Optional.of(argv0));
	}

	/**
	 * Return these options for a child in a new session and process group, which signals
	 * from the terminal do not reach. This needs {@code setsid}.
	 * @return new options
	 */
	public SpawnOptions detached() {
		return with((values) -> values.detached = true);
	}

	/**
	 * Return these options for a child that gets the {@link #killSignal() kill signal}
	 * when it runs too long.
	 * @param timeout the longest time that it may run; zero for no limit
	 * @return new options
	 */
	public SpawnOptions withTimeout(Duration timeout) {
		SpawnChecks.timeout(timeout);
		return with((values) -> values.timeout = timeout);
	}

	/**
	 * Return these options with another signal for a child that has to end.
	 * @param signal the signal
	 * @return new options
	 */
	public SpawnOptions withKillSignal(Signal signal) {
		return with((values) -> values.killSignal = signal);
	}

	/**
	 * Return these options for a child that can be cancelled.
	 * @param cancellation sends it the {@link #killSignal() kill signal}
	 * @return new options
	 */
	public SpawnOptions withCancellation(Cancellation cancellation) {
		return with((values) -> values.cancellation = Optional.of(cancellation));
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
		return with((values) -> values.shell = Optional.of(shell));
	}

	SpawnOptions withoutShell() {
		return with((values) -> values.shell = Optional.empty());
	}

	/**
	 * Return these options for a child of another user, without the supplementary groups
	 * of this process. This needs {@code setpriv}, and the permission to change it.
	 * @param uid the number of the user
	 * @return new options
	 */
	public SpawnOptions withUid(int uid) {
		SpawnChecks.number("uid", uid);
		return with((values) -> values.uid = OptionalInt.of(uid));
	}

	/**
	 * Return these options for a child of another group, without the supplementary groups
	 * of this process. This needs {@code setpriv}, and the permission to change it.
	 * @param gid the number of the group
	 * @return new options
	 */
	public SpawnOptions withGid(int gid) {
		SpawnChecks.number("gid", gid);
		return with((values) -> values.gid = OptionalInt.of(gid));
	}

	/**
	 * Return these options with another behaviour of this side of the channel.
	 * @param options the options; name and peer are set when the child is started
	 * @return new options
	 */
	public SpawnOptions withChannelOptions(ChannelOptions options) {
		return with((values) -> values.channelOptions = options);
	}

	private SpawnOptions with(Consumer<SpawnValues> change) {
		SpawnValues changed = new SpawnValues(this.values);
		change.accept(changed);
		return new SpawnOptions(changed);
	}

}
