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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.ProtocolError;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.ipc.Sent;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

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
	 * How long the rest of a dead worker's output is waited for; a grandchild may hold
	 * the pipe open for ever.
	 */
	private static final int OUTPUT_TIMEOUT_MILLIS = 2_000;

	private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

	private static final Logger logger = LoggerFactory.getLogger(ProcessForker.class);

	private final MasterSettings settings;

	private final OutputStream output = new FileOutputStream(FileDescriptor.out);

	private final OutputStream errorOutput = new FileOutputStream(FileDescriptor.err);

	private final ExecutorService thread;

	private final Handle scoreboard;

	/**
	 * Create a new instance.
	 * @param settings how to talk with workers
	 * @param scoreboard the descriptor of the scoreboard, which stays the caller's
	 */
	ProcessForker(MasterSettings settings, Handle scoreboard) {
		this.settings = settings;
		this.scoreboard = scoreboard;
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> daemon(task, "cluster-forker"), new ThreadPoolExecutor.DiscardPolicy());
		executor.allowCoreThreadTimeOut(true);
		this.thread = executor;
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
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
		ChannelOptions options = ChannelOptions.defaults()
			.withName(name)
			.withPeer(runtime.peer())
			.withMaxMessageSize(this.settings.messageMaxSize());
		ChannelPair pair = ChannelPair.open(options);
		try (Handle childEnd = pair.childEnd()) {
			ChildProcess child = ChildProcess.spawn(request.program().toCommandLine(request.slot()),
					spawnOptions(request, runtime, childEnd));
			callbacks
				.forked(new ForkedWorker(child, runtime, pair.channel(), callbacks, () -> threadDump(request, child)));
			pair.channel().start(new FromWorker(name, callbacks));
			child.onExit().thenAccept((status) -> exited(child, status, callbacks));
		}
		catch (RuntimeException ex) {
			pair.channel().close();
			callbacks.forkFailed(ex);
		}
	}

	private Path threadDump(ForkRequest request, ChildProcess child) {
		return this.settings.threadDumps()
			.resolve("worker-%d-pid%d-%s.threads.txt".formatted(request.workerId(), child.pid(),
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
				.withStdio(1, Stdio.pipeTo(this.output))
				.withStdio(2, Stdio.pipeTo(this.errorOutput)));
		return runtime.apply(options.withStdio(CHANNEL, Stdio.descriptor(childEnd.descriptor())), this.scoreboard);
	}

	private static void exited(ChildProcess child, ExitStatus status, WorkerCallbacks callbacks) {
		child.onClose()
			.completeOnTimeout(status, OUTPUT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
			.thenAccept(callbacks::exited);
	}

	/**
	 * A process with our end of its channel.
	 */
	private static final class ForkedWorker implements WorkerProcess {

		private final ChildProcess process;

		private final WorkerRuntime runtime;

		private final Channel channel;

		private final WorkerCallbacks callbacks;

		private final Supplier<Path> threadDump;

		ForkedWorker(ChildProcess process, WorkerRuntime runtime, Channel channel, WorkerCallbacks callbacks,
				Supplier<Path> threadDump) {
			this.process = process;
			this.runtime = runtime;
			this.channel = channel;
			this.callbacks = callbacks;
			this.threadDump = threadDump;
		}

		@Override
		public long pid() {
			return this.process.pid();
		}

		@Override
		public Optional<ProcessStatus> status() {
			return ProcessStatus.of(pid());
		}

		@Override
		public void send(Envelope message) {
			this.channel.send(ClusterMessageCodec.encode(message));
		}

		@Override
		public Sent send(Envelope message, Handle handle) {
			return this.channel.send(ClusterMessageCodec.encode(message), handle,
					(handle.kind() == HandleKind.UDP) ? HandleType.DGRAM_NATIVE : HandleType.NET_NATIVE);
		}

		@Override
		public void cork() {
			this.channel.cork();
		}

		@Override
		public void uncork() {
			this.channel.uncork();
		}

		@Override
		public Peer peer() {
			return this.runtime.peer();
		}

		@Override
		public void send(JsonNode message) {
			this.channel.send(message);
		}

		@Override
		public void kill(Signal signal) {
			this.process.kill(signal);
		}

		@Override
		public void dumpThreads() {
			this.runtime.dumpThreads(this::captureThreadDump, this.callbacks);
		}

		private void captureThreadDump() {
			boolean stopped = status().filter((status) -> status.run() == ProcessStatus.Run.STOPPED).isPresent();
			this.process.captureThreadDump(this.threadDump.get(), MasterSettings.EXAMINATION_TIMEOUT)
				.whenComplete((file, failure) -> {
					if (failure != null) {
						logger.warn("No thread dump of {}: {}", this.process, failure.getMessage());
					}
					this.callbacks.threadsDumped(file);
				});
			if (stopped) {
				this.process.kill(Signal.SIGCONT);
			}
		}

		@Override
		public void closeChannel() {
			this.channel.close();
		}

		@Override
		public List<String> lastOutput() {
			return this.process.lastLines();
		}

	}

	/**
	 * Reads what a worker sends, on the channel's reader thread.
	 */
	private static final class FromWorker implements ChannelListener {

		private final String name;

		private final WorkerCallbacks callbacks;

		FromWorker(String name, WorkerCallbacks callbacks) {
			this.name = name;
			this.callbacks = callbacks;
		}

		@Override
		public void message(JsonNode message, @Nullable ReceivedHandle handle) {
			if (handle != null) {
				handle.close();
			}
			this.callbacks.message(message);
		}

		@Override
		public void internalMessage(JsonNode frame, @Nullable ReceivedHandle handle) {
			if (handle != null) {
				handle.close();
			}
			this.callbacks.internalMessage(frame);
		}

		@Override
		public void protocolError(ProtocolError error) {
			logger.warn("{} sent what can't be read: {}", this.name, error);
		}

		@Override
		public void disconnected(DisconnectCause cause) {
			this.callbacks.disconnected();
		}

	}

}
