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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A process that the master started, with the master's end of its channel.
 */
final class ForkedWorker implements WorkerProcess {

	private static final Logger logger = LoggerFactory.getLogger(ForkedWorker.class);

	private final ChildProcess process;

	private final WorkerRuntime runtime;

	private final Channel channel;

	private final WorkerCallbacks callbacks;

	private final Supplier<Path> threadDump;

	private final @Nullable String image;

	/**
	 * Create a new instance.
	 * @param runtime what the process understands
	 * @param channel the master's end of the channel
	 * @param callbacks receive the thread dump
	 * @param threadDump names the file of a thread dump
	 * @param image the archive of classes that the process was started with, or
	 * {@code null}
	 */
	ForkedWorker(ChildProcess process, WorkerRuntime runtime, Channel channel, WorkerCallbacks callbacks,
			Supplier<Path> threadDump, @Nullable String image) {
		this.process = process;
		this.runtime = runtime;
		this.channel = channel;
		this.callbacks = callbacks;
		this.threadDump = threadDump;
		this.image = image;
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
	public Duration processorTime() {
		return ProcessHandle.of(pid()).flatMap((process) -> process.info().totalCpuDuration()).orElse(Duration.ZERO);
	}

	@Override
	public @Nullable String image() {
		return this.image;
	}

	@Override
	public void send(Envelope message) {
		this.channel.send(ClusterMessageCodec.encode(message));
	}

	@Override
	public @Nullable String pass(JsonNode message) {
		return this.channel.send(ClusterMessageCodec.encode(new Envelope(0, null, new ClusterMessage.Bus(message))))
			.refusal();
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
		this.process.killAsync(signal);
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
			// Sent after SIGQUIT, which the process handles once it continues
			this.process.killAsync(Signal.SIGCONT);
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
