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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.clusterboot.ipc.ChannelOptions;

/**
 * The values of {@link SpawnOptions}, mutable only until the options are constructed.
 */
final class SpawnValues {

	Optional<Path> workingDirectory = Optional.empty();

	Map<String, String> environment = Map.of();

	Map<Integer, Stdio> stdio = Map.of();

	Set<Signal> ignoredSignals = Set.of();

	Optional<String> argv0 = Optional.empty();

	boolean detached;

	Duration timeout = Duration.ZERO;

	Signal killSignal = Signal.SIGTERM;

	Optional<Cancellation> cancellation = Optional.empty();

	Optional<Path> shell = Optional.empty();

	OptionalInt uid = OptionalInt.empty();

	OptionalInt gid = OptionalInt.empty();

	ChannelOptions channelOptions = ChannelOptions.defaults();

	SpawnValues() {
	}

	SpawnValues(SpawnValues other) {
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
