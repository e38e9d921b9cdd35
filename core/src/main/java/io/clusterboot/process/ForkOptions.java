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
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The options of a child with a channel: those of Node's {@code fork}. Immutable; start
 * from {@link #defaults()}.
 *
 * @param spawn how the process is started; one of its descriptors is a channel
 * @param execPath what runs the module, empty for this JVM's {@code java}, or
 * {@code node} for a script
 * @param execArgv its options, before the module; empty for those of this JVM, or none
 * for a script
 */
public record ForkOptions(SpawnOptions spawn, Optional<Path> execPath, Optional<List<String>> execArgv) {

	private static final int CHANNEL = 3;

	/**
	 * Create options.
	 * @param spawn how the process is started
	 * @param execPath what runs the module
	 * @param execArgv its options
	 * @throws IllegalArgumentException if no descriptor is a channel
	 */
	public ForkOptions {
		if (spawn.ipcIndex().isEmpty()) {
			throw new IllegalArgumentException("stdio: no ipc (expected: one, in a process that is forked)");
		}
		execArgv.ifPresent((options) -> options.forEach((option) -> SpawnChecks.text("execArgv", option)));
		execArgv = execArgv.map(List::copyOf);
	}

	/**
	 * Return the defaults: the input and the outputs of this process, and a channel as
	 * descriptor 3.
	 * @return the options
	 */
	public static ForkOptions defaults() {
		return new ForkOptions(withAll(SpawnOptions.defaults(), Stdio.inherit()), Optional.empty(), Optional.empty());
	}

	private static SpawnOptions withAll(SpawnOptions spawn, Stdio stdio) {
		return spawn.withStdio(stdio, stdio, stdio, Stdio.ipc());
	}

	/**
	 * Return these options with pipes for the input and the outputs.
	 * @return new options
	 */
	public ForkOptions silent() {
		return withAllStdio(Stdio.pipe());
	}

	/**
	 * Return these options with the same for the input and both outputs, and a channel as
	 * descriptor 3.
	 * @param stdio the descriptor for each of them
	 * @return new options
	 */
	public ForkOptions withAllStdio(Stdio stdio) {
		return with((spawn) -> withAll(spawn, stdio));
	}

	/**
	 * Return these options with another way to start the process.
	 * @param change what changes it
	 * @return new options
	 */
	public ForkOptions with(UnaryOperator<SpawnOptions> change) {
		return new ForkOptions(change.apply(this.spawn), this.execPath, this.execArgv);
	}

	/**
	 * Return these options with something else that runs the module.
	 * @param execPath an executable
	 * @return new options
	 */
	public ForkOptions withExecPath(Path execPath) {
		return new ForkOptions(this.spawn, Optional.of(execPath), this.execArgv);
	}

	/**
	 * Return these options with other options of what runs the module.
	 * @param execArgv the options
	 * @return new options
	 */
	public ForkOptions withExecArgv(List<String> execArgv) {
		return new ForkOptions(this.spawn, this.execPath, Optional.of(execArgv));
	}

}
