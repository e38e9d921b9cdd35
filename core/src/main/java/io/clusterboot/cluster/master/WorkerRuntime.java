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

package io.clusterboot.cluster.master;

import java.util.Map;

import io.clusterboot.cluster.launch.ShellNeed;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;

/**
 * The signals and variables that a worker process understands, by the kind of its
 * program.
 */
enum WorkerRuntime {

	/**
	 * A JVM with this library, started as it is: its channel is its standard input, and
	 * brings the scoreboard. It ignores signals of the terminal as soon as it can.
	 */
	JVM(Peer.JVM, 0) {

		@Override
		Map<String, String> environment(ForkRequest request) {
			return environmentOfJvm(request, Scoreboard.variables(request.scoreboardRow()));
		}

		@Override
		ChannelPair open(ChannelOptions options, Handle scoreboard) {
			return ChannelPair.open(options, scoreboard);
		}

		@Override
		SpawnOptions apply(SpawnOptions options, Handle scoreboard) {
			return ignoringTerminal(options);
		}

	},

	/**
	 * A JVM with this library that needs a shell to start: something else is its standard
	 * input, it has further descriptors or another user, or it leaves signals to the
	 * system ({@code -Xrs}).
	 */
	JVM_BEHIND_SHELL(Peer.JVM, WorkerLaunch.FIRST_RESERVED) {

		@Override
		Map<String, String> environment(ForkRequest request) {
			return environmentOfJvm(request, Scoreboard.variables(WorkerLaunch.LAST_RESERVED, request.scoreboardRow()));
		}

		@Override
		SpawnOptions apply(SpawnOptions options, Handle scoreboard) {
			return ignoringTerminal(options.withStdio(WorkerLaunch.LAST_RESERVED, Stdio.handle(scoreboard)));
		}

	},

	/**
	 * Node, or another program that follows its rules. It handles the signals of a
	 * terminal even if it was started with them ignored, so it runs in a session of its
	 * own, where they do not reach it. SIGQUIT would kill it.
	 */
	NODE(Peer.NODE, WorkerLaunch.FIRST_RESERVED) {

		@Override
		Map<String, String> environment(ForkRequest request) {
			return request.environmentOfLaunch();
		}

		@Override
		SpawnOptions apply(SpawnOptions options, Handle scoreboard) {
			return options.detached();
		}

		@Override
		void dumpThreads(Runnable capture, WorkerCallbacks callbacks) {
			callbacks.threadsDumped(null);
		}

	};

	private final Peer peer;

	private final int channelIndex;

	WorkerRuntime(Peer peer, int channelIndex) {
		this.peer = peer;
		this.channelIndex = channelIndex;
	}

	/**
	 * Return the runtime of a worker.
	 */
	static WorkerRuntime of(ForkRequest request) {
		if (!(request.program() instanceof WorkerProgram.Jvm)) {
			return NODE;
		}
		return ShellNeed.of(request.launch(), request.slot()).isPresent() ? JVM_BEHIND_SHELL : JVM;
	}

	private static Map<String, String> environmentOfJvm(ForkRequest request, Map<String, String> scoreboard) {
		Map<String, String> environment = request.environmentOfLaunch();
		environment.putAll(scoreboard);
		environment.put(ClusterMessage.VERSION.variable(), ClusterMessage.VERSION.value());
		return environment;
	}

	private static SpawnOptions ignoringTerminal(SpawnOptions options) {
		return options.ignoring(Signal.SIGINT, Signal.SIGHUP, Signal.SIGTTIN, Signal.SIGTTOU);
	}

	/**
	 * Return the number of the channel's descriptor in the process.
	 */
	int channelIndex() {
		return this.channelIndex;
	}

	/**
	 * Open the channel to such a process.
	 * @param scoreboard the descriptor of the scoreboard, owned by the caller
	 */
	ChannelPair open(ChannelOptions options, Handle scoreboard) {
		return ChannelPair.open(options);
	}

	/**
	 * Return the peer, whose rules hold on the channel.
	 */
	Peer peer() {
		return this.peer;
	}

	/**
	 * Return the environment without the variables of the channel and the id, as a
	 * mutable map.
	 */
	abstract Map<String, String> environment(ForkRequest request);

	/**
	 * Add what such a process needs to the options.
	 * @param options the options of all workers
	 * @param scoreboard the descriptor of the scoreboard, owned by the caller
	 */
	abstract SpawnOptions apply(SpawnOptions options, Handle scoreboard);

	/**
	 * Request a thread dump, if such a process can write one.
	 * @param capture requests it, and reports the end
	 * @param callbacks called if there will be none
	 */
	void dumpThreads(Runnable capture, WorkerCallbacks callbacks) {
		capture.run();
	}

}
