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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.launch.DeploymentStore;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.loop.SerialThread;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;
import io.clusterboot.process.command.LaunchTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts worker processes, each with a channel, on a thread of its own, since starting a
 * process blocks.
 */
final class ProcessForker implements WorkerForker {

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

	private final DeploymentStore deployments;

	/**
	 * Create a new instance.
	 * @param settings the size of messages, and the directory of thread dumps
	 * @param scoreboard the descriptor of the scoreboard, owned by the caller
	 * @param deployments has the files that workers run from, owned by the caller
	 */
	ProcessForker(MasterSettings settings, Handle scoreboard, DeploymentStore deployments) {
		this.settings = settings;
		this.scoreboard = scoreboard;
		this.deployments = deployments;
		ForkFailure.prepare();
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
		try {
			Path folder = this.deployments.restore(request.generation());
			WorkerProgram program = this.deployments.prepare(request.program(), request.numbers(),
					request.launch().environment());
			startIn(folder, request.withProgram(program), callbacks);
		}
		catch (IOException | RuntimeException | Error ex) {
			callbacks.forkFailed(ForkFailure.of(ex));
		}
	}

	private void startIn(Path folder, ForkRequest request, WorkerCallbacks callbacks) throws IOException {
		String name = "worker-" + request.workerId();
		WorkerRuntime runtime = WorkerRuntime.of(request);
		if (runtime.peer() == Peer.JVM) {
			warnOfChanges(request);
		}
		ChannelOptions options = ChannelOptions.defaults()
			.withName(name)
			.withPeer(runtime.peer())
			.withMaxMessageSize(this.settings.messageMaxSize());
		requireJar(request);
		CommandWords words = CommandWords.of(request.program(), request.numbers(), folder);
		ChannelPair pair = null;
		ChildProcess child = null;
		try {
			pair = runtime.open(options, this.scoreboard);
			child = spawn(request, runtime, words, pair);
		}
		finally {
			if (child == null) {
				words.close();
				if (pair != null) {
					pair.channel().close();
				}
			}
		}
		ChildProcess started = child;
		callbacks.forked(new ForkedWorker(started, runtime, pair.channel(), callbacks,
				() -> threadDump(request, started), request.image()));
		read(pair.channel(), started,
				"Worker %d (slot %d, pid %d)".formatted(request.workerId(), request.slot(), started.pid()), callbacks);
		started.onExit().thenAccept((status) -> {
			words.close();
			exited(started, status, callbacks);
		});
	}

	/**
	 * A JVM whose jar is gone would start, only to say so and end.
	 */
	private static void requireJar(ForkRequest request) throws NoSuchFileException {
		if (request.program() instanceof WorkerProgram.Jvm jvm
				&& jvm.command().target() instanceof LaunchTarget.Jar jar) {
			Path directory = Objects.requireNonNullElse(request.launch().workingDirectory(), Path.of(""));
			if (!Files.exists(directory.resolve(jar.path()))) {
				throw new NoSuchFileException(jar.path(), null, "expected: the jar that workers run; put it back");
			}
		}
	}

	private ChildProcess spawn(ForkRequest request, WorkerRuntime runtime, CommandWords words, ChannelPair pair) {
		try (Handle childEnd = pair.childEnd()) {
			return ChildProcess.spawn(words.words(), StartDirectory.ensure(spawnOptions(request, runtime, childEnd)));
		}
	}

	private static void read(Channel channel, ChildProcess child, String name, WorkerCallbacks callbacks) {
		try {
			channel.start(new WorkerChannelListener(name, callbacks));
		}
		catch (RuntimeException | Error ex) {
			logger.error("{} is killed, since its channel cannot be read: {}", child, ForkFailure.of(ex).getMessage());
			channel.close();
			child.kill(Signal.SIGKILL);
			callbacks.disconnected();
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
		environment
			.putAll(InheritedChannel.workerVariables(runtime.channelIndex(), request.workerId(), runtime.peer()));
		environment.put("CLUSTER_SLOT", Integer.toString(request.slot()));
		environment.put("CLUSTER_GENERATION", Integer.toString(request.generation()));
		environment.put("CLUSTER_SIZE", Integer.toString(request.clusterSize()));
		SpawnOptions options = request.launch()
			.applyTo(SpawnOptions.defaults()
				.withEnvironment(environment)
				.withStdio(1, Stdio.pipeTo(StandardOutput.out()))
				.withStdio(2, Stdio.pipeTo(StandardOutput.err())));
		return runtime.apply(options.withStdio(runtime.channelIndex(), Stdio.descriptor(childEnd.descriptor())),
				this.scoreboard);
	}

	private static void exited(ChildProcess child, ExitStatus status, WorkerCallbacks callbacks) {
		child.onClose()
			.completeOnTimeout(status, OUTPUT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
			.thenAccept(callbacks::exited);
	}

}
