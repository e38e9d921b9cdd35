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

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.loop.SerialThread;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts worker processes, each with a channel, on a thread of its own, since starting a
 * process blocks.
 */
final class ProcessForker implements WorkerForker {

	/**
	 * The number of the channel's descriptor in the worker.
	 */
	private static final int CHANNEL = WorkerLaunch.FIRST_RESERVED;

	/**
	 * Longest wait for the rest of a dead worker's output; a grandchild may keep the pipe
	 * open forever.
	 */
	private static final int OUTPUT_TIMEOUT_MILLIS = 2_000;

	private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

	private static final Logger logger = LoggerFactory.getLogger(ProcessForker.class);

	private final MasterSettings settings;

	private final ExecutorService thread;

	private final Handle scoreboard;

	/**
	 * Create a new instance.
	 * @param settings the size of messages, and the directory of thread dumps
	 * @param scoreboard the descriptor of the scoreboard, owned by the caller
	 */
	ProcessForker(MasterSettings settings, Handle scoreboard) {
		this.settings = settings;
		this.scoreboard = scoreboard;
		this.thread = SerialThread.named("cluster-forker");
	}

	@Override
	public void fork(ForkRequest request, WorkerCallbacks callbacks) {
		this.thread.execute(() -> start(request, callbacks));
	}

	@Override
	public void close() {
		this.thread.shutdown();
	}

	private void start(ForkRequest request, WorkerCallbacks callbacks) {
		String name = "worker-" + request.workerId();
		WorkerRuntime runtime = WorkerRuntime.of(request.program());
		if (runtime == WorkerRuntime.JVM) {
			warnOfChanges(request);
		}
		ChannelOptions options = ChannelOptions.defaults()
			.withName(name)
			.withPeer(runtime.peer())
			.withMaxMessageSize(this.settings.messageMaxSize());
		ChannelPair pair = ChannelPair.open(options);
		try (Handle childEnd = pair.childEnd()) {
			ChildProcess child = ChildProcess.spawn(request.program().toCommandLine(request.numbers()),
					spawnOptions(request, runtime, childEnd));
			callbacks
				.forked(new ForkedWorker(child, runtime, pair.channel(), callbacks, () -> threadDump(request, child)));
			pair.channel()
				.start(new WorkerChannelListener(
						"Worker %d (slot %d, pid %d)".formatted(request.workerId(), request.slot(), child.pid()),
						callbacks));
			child.onExit().thenAccept((status) -> exited(child, status, callbacks));
		}
		catch (RuntimeException ex) {
			pair.channel().close();
			callbacks.forkFailed(ex);
		}
	}

	/**
	 * Warn of configuration that is not what the generation started with. Here and not on
	 * the control loop, as looking at files may block.
	 */
	private static void warnOfChanges(ForkRequest request) {
		for (Path file : request.configuration().changed()) {
			logger.warn(
					"{} changed since generation {} was made; worker {} starts with the new values, its siblings have "
							+ "the old ones (send SIGHUP to roll)",
					file, request.generation(), request.workerId());
		}
	}

	private Path threadDump(ForkRequest request, ChildProcess child) {
		return this.settings.threadDumps()
			.resolve("worker-%d-slot%d-pid%d-%s.threads.txt".formatted(request.workerId(), request.slot(), child.pid(),
					FILE_TIME.format(LocalDateTime.now())));
	}

	private SpawnOptions spawnOptions(ForkRequest request, WorkerRuntime runtime, Handle childEnd) {
		Map<String, String> environment = runtime.environment(request);
		environment.putAll(request.environment());
		environment.putAll(InheritedChannel.workerVariables(CHANNEL, request.workerId(), runtime.peer()));
		environment.put("CLUSTER_SLOT", Integer.toString(request.slot()));
		environment.put("CLUSTER_GENERATION", Integer.toString(request.generation()));
		environment.put("CLUSTER_SIZE", Integer.toString(request.clusterSize()));
		SpawnOptions options = request.launch()
			.applyTo(SpawnOptions.defaults()
				.withEnvironment(environment)
				.withStdio(1, Stdio.pipeTo(StandardOutput.out()))
				.withStdio(2, Stdio.pipeTo(StandardOutput.err())));
		return runtime.apply(options.withStdio(CHANNEL, Stdio.descriptor(childEnd.descriptor())), this.scoreboard);
	}

	private static void exited(ChildProcess child, ExitStatus status, WorkerCallbacks callbacks) {
		child.onClose()
			.completeOnTimeout(status, OUTPUT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
			.thenAccept(callbacks::exited);
	}

}
