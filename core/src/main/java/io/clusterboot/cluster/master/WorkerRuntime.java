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

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.handle.Handle;
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
	 * A JVM with this library: it writes on the scoreboard, and its thread dump on
	 * SIGQUIT.
	 */
	JVM(Peer.JVM) {

		@Override
		Map<String, String> environment(ForkRequest request) {
			Map<String, String> environment = request.environmentOfLaunch();
			environment.putAll(Scoreboard.variables(WorkerLaunch.LAST_RESERVED, request.scoreboardRow()));
			environment.put(ClusterMessage.VERSION.variable(), ClusterMessage.VERSION.value());
			return environment;
		}

		@Override
		SpawnOptions apply(SpawnOptions options, Handle scoreboard) {
			return options.withStdio(WorkerLaunch.LAST_RESERVED, Stdio.handle(scoreboard))
				.ignoring(Signal.SIGINT, Signal.SIGHUP, Signal.SIGTTIN, Signal.SIGTTOU);
		}

		@Override
		void dumpThreads(Runnable capture, WorkerCallbacks callbacks) {
			capture.run();
		}

	},

	/**
	 * Node, or another program that follows its rules. It handles the signals of a
	 * terminal even if it was started with them ignored, so it runs in a session of its
	 * own, where they do not reach it. SIGQUIT would kill it.
	 */
	NODE(Peer.NODE) {

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

	WorkerRuntime(Peer peer) {
		this.peer = peer;
	}

	/**
	 * Return the runtime of a program.
	 */
	static WorkerRuntime of(WorkerProgram program) {
		return (program instanceof WorkerProgram.Jvm) ? JVM : NODE;
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
	abstract void dumpThreads(Runnable capture, WorkerCallbacks callbacks);

}
