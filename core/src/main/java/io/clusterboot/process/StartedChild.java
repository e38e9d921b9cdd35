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

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelException;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;
import org.jspecify.annotations.Nullable;

/**
 * A child that was started here: connects its process, its streams and its channel to the
 * events that it reports.
 */
final class StartedChild implements ChildProcess {

	private final Process process;

	private final ChildStdio stdio;

	private final @Nullable Channel channel;

	private final LastLines lastLines = new LastLines();

	private final ChildEvents events;

	private final ChildSignals signals;

	private final PendingSignals pendingSignals = new PendingSignals();

	private final ChildLimits limits;

	private volatile boolean killed;

	private StartedChild(ChildStart start, SpawnOptions options) {
		this.process = start.stdio().process();
		this.stdio = start.stdio().stdio();
		this.channel = start.channel();
		this.events = new ChildEvents(this, this.channel);
		this.signals = new ChildSignals(this.process.toHandle());
		this.limits = new ChildLimits(this, options, this.events, this.pendingSignals);
	}

	static StartedChild start(List<String> command, SpawnOptions options, Peer peer, ChildProcessListener listener) {
		ChildStart start = ChildStart.of(command, options, peer);
		boolean watched = false;
		try {
			StartedChild child = new StartedChild(start, options).watch(listener);
			watched = true;
			return child;
		}
		finally {
			if (!watched) {
				// No thread could be started for it
				start.abandon();
			}
		}
	}

	private StartedChild watch(ChildProcessListener listener) {
		this.events.add(listener);
		this.events.spawned();
		String threadName = "clusterboot-output-" + pid();
		List<CompletableFuture<Void>> ends = new ArrayList<>(this.stdio.ends());
		ends.addAll(this.stdio.startForwarding(threadName, this.lastLines));
		this.events.closeAfter(ends);
		if (this.channel != null) {
			this.channel.start(this.events);
		}
		else {
			this.events.withoutChannel();
		}
		CompletableFuture<ExitStatus> ended = this.process.onExit()
			.thenApply((process) -> new ExitStatus(process.exitValue()));
		Registration watch = this.limits.watch(ended);
		ended.thenAccept((status) -> {
			watch.close();
			this.stdio.processEnded(threadName);
			this.pendingSignals.whenNone(() -> this.events.exited(status));
		});
		return this;
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public boolean isKilled() {
		return this.killed;
	}

	boolean isTimedOut() {
		return this.limits.isTimedOut();
	}

	@Override
	public Optional<ExitStatus> exitStatus() {
		return Optional.ofNullable(this.events.exit().getNow(null));
	}

	@Override
	public CompletableFuture<ExitStatus> onExit() {
		return this.events.exit().copy();
	}

	@Override
	public CompletableFuture<ExitStatus> onClose() {
		return this.events.close().copy();
	}

	@Override
	public Registration addListener(ChildProcessListener listener) {
		return this.events.add(listener);
	}

	@Override
	public Registration onMessage(MessageListener listener) {
		return this.events.add(listener);
	}

	@Override
	public Optional<OutputStream> stdin() {
		return this.stdio.input();
	}

	@Override
	public Optional<InputStream> stdout() {
		return this.stdio.output(1).map(ChildOutput::take);
	}

	@Override
	public Optional<InputStream> stderr() {
		return this.stdio.output(2).map(ChildOutput::take);
	}

	@Override
	public Optional<ChildPipe> pipe(int index) {
		return this.stdio.pipe(index);
	}

	@Override
	public Optional<Channel> channel() {
		return Optional.ofNullable(this.channel);
	}

	@Override
	public boolean isConnected() {
		return this.channel != null && this.channel.isConnected();
	}

	@Override
	public Sent send(@Nullable Object message) {
		return requiredChannel().send(message);
	}

	@Override
	public Sent send(@Nullable Object message, Handle handle, HandleType type) {
		return requiredChannel().send(message, handle, type);
	}

	@Override
	public void disconnect() {
		Channel open = requiredChannel();
		if (open.isConnected()) {
			open.disconnect();
		}
		else {
			this.events.failed(new ChannelException("%s is disconnected already".formatted(this)));
		}
	}

	private Channel requiredChannel() {
		if (this.channel == null) {
			throw new IllegalStateException("%s has no channel (expected: fork, or ipc in its stdio)".formatted(this));
		}
		return this.channel;
	}

	@Override
	public Signal.Delivery kill() {
		return kill(Signal.SIGTERM);
	}

	@Override
	public Signal.Delivery kill(Signal signal) {
		this.pendingSignals.begin();
		try {
			return marked(this.signals.sendAndWait(signal));
		}
		finally {
			this.pendingSignals.end();
		}
	}

	@Override
	public CompletableFuture<Signal.Delivery> killAsync(Signal signal) {
		return this.signals.send(signal).thenApply(this::marked);
	}

	private Signal.Delivery marked(Signal.Delivery delivery) {
		if (delivery == Signal.Delivery.DELIVERED) {
			this.killed = true;
		}
		return delivery;
	}

	@Override
	public void close() {
		killAsync(Signal.SIGTERM);
	}

	@Override
	public List<String> lastLines() {
		return this.lastLines.toList();
	}

	@Override
	public CompletableFuture<Path> captureThreadDump(Path file, Duration limit) {
		ThreadDumpCapture capture = ThreadDumpCapture.request(this.signals, this.lastLines, limit);
		this.events.close().thenRun(() -> capture.endEarly(this + " has ended"));
		return capture.writtenTo(file);
	}

	/**
	 * Stop waiting for the end of the output.
	 */
	void abandonOutput() {
		this.stdio.output(1).ifPresent(ChildOutput::close);
		this.stdio.output(2).ifPresent(ChildOutput::close);
	}

	@Override
	public String toString() {
		return "process " + pid();
	}

}
