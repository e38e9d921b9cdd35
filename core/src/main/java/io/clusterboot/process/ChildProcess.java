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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelException;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;
import org.jspecify.annotations.Nullable;

/**
 * A process that this one started, on the side of the parent: Node's
 * {@code child_process}.
 * <p>
 * All methods may be called from any thread. Two events happen to every child, each
 * exactly once and in this order: <em>exit</em>, the process ended; and <em>close</em>,
 * its piped streams and its channel ended too, so that everything it wrote has arrived. A
 * grandchild that holds a stream delays the close, not the exit. Callbacks run on the
 * channel's reader thread, on a thread of the common pool or on that of a stream; they
 * should be short and must not block.
 * <p>
 * It owns this side of the pipes and of the channel. A JVM may exit while it has
 * children, and they live on; whoever starts a child ends it, with {@link #kill} or
 * {@link #close}.
 */
public final class ChildProcess implements AutoCloseable {

	private static final AtomicLong count = new AtomicLong();

	private final Process process;

	private final ChildStdio stdio;

	private final SpawnOptions options;

	private final @Nullable Channel channel;

	private final LastLines lastLines = new LastLines();

	private final ChildEvents events;

	private final PendingSignals signals = new PendingSignals();

	private volatile boolean killed;

	private volatile boolean timedOut;

	private ChildProcess(ChildStdio.Started started, SpawnOptions options, @Nullable Channel channel) {
		this.process = started.process();
		this.stdio = started.stdio();
		this.options = options;
		this.channel = channel;
		this.events = new ChildEvents(this, channel);
	}

	/**
	 * Start a process.
	 * @param command the executable, found on the child's {@code PATH} if it has no
	 * slash, and its arguments, as UTF-8
	 * @param options how to start it
	 * @return the process, started
	 * @throws SpawnException if there is no such executable or working directory, or the
	 * system cannot start another process
	 * @throws IllegalArgumentException if the command is empty or a word has a zero in it
	 * @throws UnsupportedOperationException if an option cannot be had on this system
	 */
	public static ChildProcess spawn(List<String> command, SpawnOptions options) {
		return spawn(command, options, new ChildProcessListener() {
		});
	}

	/**
	 * Start a process.
	 * @param command the executable and its arguments
	 * @param options how to start it
	 * @param listener who hears of everything that happens to it
	 * @return the process, started
	 * @see #spawn(List, SpawnOptions)
	 */
	public static ChildProcess spawn(List<String> command, SpawnOptions options, ChildProcessListener listener) {
		return start(command, options, Peer.NODE, listener);
	}

	/**
	 * Run a command line in a shell and collect its output.
	 * @param commandLine what {@code /bin/sh} reads
	 * @param options how to run it
	 * @return the child and its output to come
	 */
	public static Execution exec(String commandLine, ExecOptions options) {
		Path shell = options.spawn().shell().orElse(Path.of("/bin/sh"));
		return Execution.start(List.of(commandLine), options.with((spawn) -> spawn.withShell(shell)));
	}

	/**
	 * Run a program and collect its output.
	 * @param command the executable and its arguments
	 * @param options how to run it
	 * @return the child and its output to come
	 */
	public static Execution execFile(List<String> command, ExecOptions options) {
		return Execution.start(command, options);
	}

	/**
	 * Start a class in a JVM like this one, with a channel.
	 * @param mainClass a class with a {@code main} method
	 * @param arguments its arguments
	 * @param options how to start it
	 * @return the process, started
	 * @throws SpawnException if it cannot be started
	 */
	public static ChildProcess fork(Class<?> mainClass, List<String> arguments, ForkOptions options) {
		return fork(ForkModule.of(mainClass), arguments, options, new ChildProcessListener() {
		});
	}

	/**
	 * Start a jar in a JVM like this one, or a script in Node, with a channel.
	 * @param module a {@code .jar}, or a {@code .js}, {@code .mjs} or {@code .cjs} file;
	 * or anything, if the options name what runs it
	 * @param arguments its arguments
	 * @param options how to start it
	 * @return the process, started
	 * @throws SpawnException if it cannot be started
	 * @throws IllegalArgumentException if nobody knows what runs such a file
	 */
	public static ChildProcess fork(Path module, List<String> arguments, ForkOptions options) {
		return fork(ForkModule.of(module), arguments, options, new ChildProcessListener() {
		});
	}

	/**
	 * Start a class, a jar or a script, with a channel.
	 * @param module what to start
	 * @param arguments its arguments
	 * @param options how to start it
	 * @param listener who hears of everything that happens to it
	 * @return the process, started
	 * @throws SpawnException if it cannot be started
	 */
	public static ChildProcess fork(ForkModule module, List<String> arguments, ForkOptions options,
			ChildProcessListener listener) {
		return start(module.command(arguments, options), options.spawn().withoutShell(), module.peer(), listener);
	}

	private static ChildProcess start(List<String> command, SpawnOptions options, Peer peer,
			ChildProcessListener listener) {
		List<String> words = options.shell()
			.map((shell) -> List.of(shell.toString(), "-c", String.join(" ", command)))
			.orElse(command);
		OptionalInt ipc = options.ipcIndex();
		if (ipc.isEmpty()) {
			Trampoline trampoline = new Trampoline(words, options);
			return new ChildProcess(ChildStdio.start(trampoline, options, ipc), options, null).watch(listener);
		}
		Map<String, String> environment = new HashMap<>(options.environment());
		environment.keySet().removeAll(InheritedChannel.CHANNEL_VARIABLES);
		environment.putAll(InheritedChannel.variables(ipc.getAsInt(), peer));
		Trampoline trampoline = new Trampoline(words, options.withEnvironment(environment));
		ChannelPair pair = ChannelPair
			.open(options.channelOptions().withName("child-" + count.incrementAndGet()).withPeer(peer));
		boolean started = false;
		try (Handle childEnd = pair.childEnd()) {
			ChildStdio.Started child = ChildStdio.start(trampoline, options, OptionalInt.of(childEnd.descriptor()));
			started = true;
			return new ChildProcess(child, options, pair.channel()).watch(listener);
		}
		finally {
			if (!started) {
				pair.channel().close();
			}
		}
	}

	private ChildProcess watch(ChildProcessListener listener) {
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
		Registration cancellation = this.options.cancellation()
			.map((source) -> source.onCancel(() -> cancelled(source)))
			.orElse(() -> {
			});
		Duration timeout = this.options.timeout();
		if (!timeout.isZero()) {
			ended.copy().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).whenComplete(this::timedOut);
		}
		ended.thenAccept((status) -> {
			cancellation.close();
			this.stdio.processEnded(threadName);
			this.signals.whenNone(() -> this.events.exited(status));
		});
		return this;
	}

	private void cancelled(Cancellation source) {
		// Told before the exit that it causes
		this.signals.begin();
		try {
			if (kill(this.options.killSignal()) == Signal.Delivery.DELIVERED) {
				CancellationException cancelled = new CancellationException(this + " was cancelled");
				cancelled.initCause(source.reason());
				this.events.failed(cancelled);
			}
		}
		finally {
			this.signals.end();
		}
	}

	private void timedOut(@Nullable ExitStatus status, @Nullable Throwable ex) {
		if (ex instanceof TimeoutException) {
			this.timedOut = true;
			kill(this.options.killSignal());
		}
	}

	/**
	 * Return the process id.
	 * @return the process id, which is that of the command and not of a shell before it
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return whether the process has not ended.
	 * @return if it is alive
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return whether a signal was sent to the process by this object, whatever it did
	 * with it.
	 * @return if one was delivered
	 */
	public boolean isKilled() {
		return this.killed;
	}

	boolean isTimedOut() {
		return this.timedOut;
	}

	/**
	 * Return how the process ended.
	 * @return the status, empty until its exit is told
	 */
	public Optional<ExitStatus> exitStatus() {
		return Optional.ofNullable(this.events.exit().getNow(null));
	}

	/**
	 * Return when the process ended, and how. Its piped streams may still be open.
	 * @return a new future, never completed exceptionally by us
	 */
	public CompletableFuture<ExitStatus> onExit() {
		return this.events.exit().copy();
	}

	/**
	 * Return when the process ended and everything it wrote to piped streams and sent
	 * over its channel has arrived. Whoever was told of the exit was told before.
	 * @return a new future, never completed exceptionally by us
	 */
	public CompletableFuture<ExitStatus> onClose() {
		return this.events.close().copy();
	}

	/**
	 * Hear of what happens to the child from now on.
	 * @param listener the listener
	 * @return forgets the listener
	 */
	public Registration addListener(ChildProcessListener listener) {
		return this.events.add(listener);
	}

	/**
	 * Hear of the messages of the child. Those that came before the first listener were
	 * kept, and are delivered first.
	 * @param listener the listener
	 * @return forgets the listener
	 */
	public Registration onMessage(MessageListener listener) {
		return this.events.add(listener);
	}

	/**
	 * Return the input of the child.
	 * @return the stream, whose writes block when the child does not read; empty if it is
	 * no {@link Stdio#pipe() pipe}
	 */
	public Optional<OutputStream> stdin() {
		return this.stdio.input();
	}

	/**
	 * Return the output of the child. Whoever takes it reads it to its end or closes it,
	 * as the close waits for that; what nobody has taken when the process ends is kept,
	 * up to 1 MiB.
	 * @return the stream; empty if it is no {@link Stdio#pipe() pipe}
	 */
	public Optional<InputStream> stdout() {
		return this.stdio.output(1).map(ChildOutput::take);
	}

	/**
	 * Return the error output of the child.
	 * @return the stream; empty if it is no {@link Stdio#pipe() pipe}
	 * @see #stdout()
	 */
	public Optional<InputStream> stderr() {
		return this.stdio.output(2).map(ChildOutput::take);
	}

	/**
	 * Return the pipe at a descriptor of the child above 2.
	 * @param index the number in the child
	 * @return the pipe; empty if there is none
	 */
	public Optional<ChildPipe> pipe(int index) {
		return this.stdio.pipe(index);
	}

	/**
	 * Return the channel to the child.
	 * @return the channel; empty if it has none
	 */
	public Optional<Channel> channel() {
		return Optional.ofNullable(this.channel);
	}

	/**
	 * Return whether messages can be sent.
	 * @return {@code false} without a channel, and as soon as it is disconnecting
	 */
	public boolean isConnected() {
		return this.channel != null && this.channel.isConnected();
	}

	/**
	 * Send the child a message.
	 * @param message anything that can be written as JSON
	 * @return what became of it; a message for a child that is gone has failed
	 * @throws IllegalStateException if the child was started without a channel
	 */
	public Sent send(@Nullable Object message) {
		return requiredChannel().send(message);
	}

	/**
	 * Send the child a message with a handle, which is borrowed.
	 * @param message anything that can be written as JSON
	 * @param handle the handle
	 * @param type what the child is to make of it
	 * @return what became of it
	 * @throws IllegalStateException if the child was started without a channel
	 */
	public Sent send(@Nullable Object message, Handle handle, HandleType type) {
		return requiredChannel().send(message, handle, type);
	}

	/**
	 * End the channel, once everything that waits was sent. A second call is told to the
	 * listeners as a failure, and does nothing else.
	 * @throws IllegalStateException if the child was started without a channel
	 */
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

	/**
	 * Send SIGTERM to the process.
	 * @return what became of it
	 */
	public Signal.Delivery kill() {
		return kill(Signal.SIGTERM);
	}

	/**
	 * Send a signal to the process.
	 * @param signal the signal; SIGTERM and SIGKILL are sent at once, others by a
	 * {@code kill} that is waited for
	 * @return what became of it; {@link Signal.Delivery#NO_SUCH_PROCESS} after the exit
	 */
	public Signal.Delivery kill(Signal signal) {
		this.signals.begin();
		try {
			Signal.Delivery delivery = signal.sendTo(this.process.toHandle());
			if (delivery == Signal.Delivery.DELIVERED) {
				this.killed = true;
			}
			return delivery;
		}
		finally {
			this.signals.end();
		}
	}

	/**
	 * Send SIGTERM to the process, if it has not ended.
	 */
	@Override
	public void close() {
		kill();
	}

	/**
	 * Return the end of what the process wrote to streams that are forwarded.
	 * @return up to 50 lines, the newest last; overlong ones are cut, and bytes that are
	 * not UTF-8 replaced
	 */
	public List<String> lastLines() {
		return this.lastLines.toList();
	}

	/**
	 * Have the process, a JVM, write a thread dump (SIGQUIT), and keep a copy of it. It
	 * is forwarded as any output, but not kept for {@link #lastLines()}.
	 * <p>
	 * The signal has been sent when this returns. A process that is stopped writes
	 * nothing until it gets SIGCONT, from whoever wants that. A process that is no JVM
	 * dies of the signal, and so does a JVM that has only just started or runs with
	 * {@code -Xrs}.
	 * @param file where to write it; made or replaced
	 * @param limit how long to wait for it
	 * @return the file, with what there was of the dump at the limit; completed
	 * exceptionally with a {@link TimeoutException} if it had not begun, and with an
	 * {@link java.io.UncheckedIOException} if the file can't be written
	 */
	public CompletableFuture<Path> captureThreadDump(Path file, Duration limit) {
		ThreadDumpCapture capture = ThreadDumpCapture.within(limit);
		this.lastLines.show(capture);
		Signal.Delivery delivery = Signal.SIGQUIT.sendTo(this.process.toHandle());
		if (delivery != Signal.Delivery.DELIVERED) {
			capture.endEarly(delivery + " for " + this);
		}
		this.events.close().thenRun(() -> capture.endEarly(this + " has ended"));
		return capture.writtenTo(file);
	}

	/**
	 * Stop to wait for the end of the output.
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
