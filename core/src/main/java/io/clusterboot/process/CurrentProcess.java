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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Sent;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import io.clusterboot.process.command.OsString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process, as Node's {@code process} is: who it is, who started it, the environment
 * its children get, and the channel to the process that forked it.
 * <p>
 * There is one for the real process, {@link #get()}, and it owns the channel: whoever
 * wants to use that does it here. All methods may be called from any thread. Listeners
 * are called one at a time, on the thread that reads the channel, in the order of what
 * happened; one that throws is reported as an {@link UnhandledError}.
 * <p>
 * The channel is opened when it is first needed. It keeps the JVM alive while there are
 * listeners for its messages or its end, or as {@link #ref()} and {@link #unref()} say.
 */
public final class CurrentProcess {

	private static final Logger logger = LoggerFactory.getLogger(CurrentProcess.class);

	private static final int FLUSH_SECONDS = 5;

	private static final int MAX_CODE = 255;

	private static final Path PROC = Path.of("/proc/self");

	private final Map<String, String> inherited;

	private final Map<String, String> environment;

	private final List<ExitListener> exitListeners = new CopyOnWriteArrayList<>();

	private final AtomicBoolean exiting = new AtomicBoolean();

	private ChannelOptions channelOptions = ChannelOptions.defaults().withName("parent");

	private @Nullable ParentChannel parent;

	private boolean hooked;

	/**
	 * Create a process with an environment.
	 * @param environment the environment as the process got it
	 */
	public CurrentProcess(Map<String, String> environment) {
		this.inherited = Map.copyOf(environment);
		this.environment = new ConcurrentHashMap<>(environment);
		this.environment.keySet().removeAll(InheritedChannel.VARIABLES);
	}

	/**
	 * Return the real one.
	 * @return the one instance for the real process
	 */
	public static CurrentProcess get() {
		return Real.INSTANCE;
	}

	/**
	 * Return the words this process was started with, but for the options of the JVM.
	 * @return the executable; the main class, the absolute path of the jar, or the
	 * module; and the arguments
	 * @throws IllegalStateException if it was not started by a {@code java} command
	 */
	public List<String> argv() {
		JavaCommand command = JavaCommand.ofThisProcess();
		List<String> argv = new ArrayList<>();
		argv.add(command.java().toString());
		List<String> target = command.target().toArguments();
		String last = target.get(target.size() - 1);
		argv.add((command.target() instanceof LaunchTarget.Jar) ? Path.of(last).toAbsolutePath().toString() : last);
		argv.addAll(command.arguments());
		return List.copyOf(argv);
	}

	/**
	 * Return the first word of the command line as the system got it.
	 * @return the word, possibly a relative path or a name that is no file at all
	 */
	public String argv0() {
		try {
			String words = OsString.of(Files.readAllBytes(PROC.resolve("cmdline"))).toString();
			int end = words.indexOf('\0');
			return (end != -1) ? words.substring(0, end) : words;
		}
		catch (IOException ex) {
			return execPath().toString();
		}
	}

	/**
	 * Return the executable of this JVM.
	 * @return the real path
	 * @throws IllegalStateException if it was not started by a {@code java} command
	 */
	public Path execPath() {
		return JavaCommand.ofThisProcess().java();
	}

	/**
	 * Return the options of this JVM, the class path among them.
	 * @return the words between the executable and what it launches
	 * @throws IllegalStateException if it was not started by a {@code java} command
	 */
	public List<String> execArgv() {
		return JavaCommand.ofThisProcess().vmOptions();
	}

	/**
	 * Return the directory this process is in, which a JVM cannot change.
	 * @return the real path
	 * @throws UncheckedIOException if it was removed
	 */
	public Path cwd() {
		try {
			return Path.of("").toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The working directory does not exist any more", ex);
		}
	}

	/**
	 * Return the process id.
	 * @return the process id
	 */
	public long pid() {
		return ProcessHandle.current().pid();
	}

	/**
	 * Return the parent as it is now: it changes to 1, or to a subreaper, when the
	 * process that started this one dies.
	 * @return the process id of the parent, 0 if the system does not tell
	 */
	public long ppid() {
		try {
			if (Files.isReadable(PROC.resolve("stat"))) {
				// pid (name) state ppid, and the name may hold anything
				String stat = Files.readString(PROC.resolve("stat"), StandardCharsets.ISO_8859_1);
				return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + PROC.resolve("stat"), ex);
		}
		return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
	}

	/**
	 * Return the environment that children get unless told otherwise.
	 * @return a mutable, concurrent map, at first the environment of this process without
	 * the variables that speak of its channel; changes do not reach
	 * {@link System#getenv()}
	 */
	public Map<String, String> environment() {
		return this.environment;
	}

	/**
	 * Return the environment as the process got it, with the variables that are not for
	 * its children.
	 * @return an unmodifiable map
	 */
	public Map<String, String> inheritedEnvironment() {
		return this.inherited;
	}

	/**
	 * Return what the environment said about the channel to the process that forked this
	 * one.
	 * @return the channel
	 * @throws IllegalArgumentException if a variable has a value that cannot be used
	 */
	public InheritedChannel inheritedChannel() {
		return InheritedChannel.from(this.inherited);
	}

	/**
	 * Decide how the channel behaves. It has no effect once the channel is open.
	 * @param change what changes the options
	 */
	public synchronized void configureChannel(UnaryOperator<ChannelOptions> change) {
		this.channelOptions = change.apply(this.channelOptions);
	}

	/**
	 * Return whether this process was forked with a channel, whatever became of it.
	 * @return if it was
	 */
	public boolean hasChannel() {
		return inheritedChannel().descriptor().isPresent();
	}

	/**
	 * Return whether messages can be sent.
	 * @return {@code false} without a channel, and as soon as it is disconnecting or its
	 * end was seen
	 */
	public boolean isConnected() {
		return hasChannel() && parent().channel().isConnected();
	}

	/**
	 * Return the channel. Whoever sends over it directly does without the flush of
	 * {@link #exit}.
	 * @return the channel; empty without one, and after the disconnect
	 */
	public Optional<Channel> channel() {
		return isConnected() ? Optional.of(parent().channel()) : Optional.empty();
	}

	/**
	 * Send the parent a message.
	 * @param message anything that can be written as JSON
	 * @return what became of it; a message for a parent that is gone has failed, and is
	 * an {@link UnhandledError} if nobody looks at that
	 * @throws IllegalStateException if this process has no channel
	 * @throws IllegalArgumentException if it cannot be written as JSON
	 */
	public Sent send(@Nullable Object message) {
		ParentChannel channel = parent();
		return channel.send(channel.channel().send(message));
	}

	/**
	 * Send the parent a message with a handle, which is borrowed.
	 * @param message anything that can be written as JSON
	 * @param handle the handle
	 * @param type what the parent is to make of it
	 * @return what became of it
	 * @throws IllegalStateException if this process has no channel
	 * @throws IllegalArgumentException if it cannot be written as JSON, or the handle is
	 * not of that type
	 */
	public Sent send(@Nullable Object message, Handle handle, HandleType type) {
		ParentChannel channel = parent();
		return channel.send(channel.channel().send(message, handle, type));
	}

	/**
	 * End the channel, once everything that waits was sent. The listeners are told when
	 * it has ended; a second call has no effect.
	 * @throws IllegalStateException if this process has no channel
	 */
	public void disconnect() {
		parent().channel().disconnect();
	}

	/**
	 * Hear of the messages of the parent. Those that came before the first listener were
	 * kept, and are delivered first.
	 * @param listener the listener
	 * @return forgets the listener
	 * @throws IllegalStateException if this process has no channel
	 */
	public Registration onMessage(MessageListener listener) {
		return parent().onMessage(listener);
	}

	/**
	 * Hear of the end of the channel, on whichever side it was ended.
	 * @param listener called once, unless it has ended already
	 * @return forgets the listener
	 * @throws IllegalStateException if this process has no channel
	 */
	public Registration onDisconnect(Runnable listener) {
		return parent().onDisconnect(listener);
	}

	/**
	 * Use the channel for the runtime of this process: hear of internal messages, those
	 * whose {@code cmd} starts with {@code NODE_}, of what can't be read, and of the end
	 * of the channel before the listeners of the application do, without a word on
	 * whether the JVM stays alive. Other messages are kept for the application.
	 * @param listener the listener, which is never told of other messages
	 * @return the channel
	 * @throws IllegalStateException if this process has no channel
	 */
	public Channel attach(ChannelListener listener) {
		ParentChannel channel = parent();
		channel.attach(listener);
		return channel.channel();
	}

	/**
	 * Keep the JVM alive while the channel is open, listeners or not.
	 * @throws IllegalStateException if this process has no channel
	 */
	public void ref() {
		parent().liveness().decide(true);
	}

	/**
	 * Let the JVM end while the channel is open, listeners or not.
	 * @throws IllegalStateException if this process has no channel
	 */
	public void unref() {
		parent().liveness().decide(false);
	}

	/**
	 * Hear of the end of this process. The listeners are called once, by {@link #exit} or
	 * by a shutdown hook.
	 * @param listener the listener
	 * @return forgets the listener
	 */
	public Registration onExit(ExitListener listener) {
		hook();
		this.exitListeners.add(listener);
		return () -> this.exitListeners.remove(listener);
	}

	/**
	 * Hear of errors in this JVM that nobody handled: of threads that ended with one, of
	 * futures of this library that failed and nobody looked at, and of those that were
	 * {@link #reportDropped reported}. An uncaught exception goes on to the handler that
	 * was there before; nothing here ends the JVM.
	 * @param listener called by the thread where it happened, or by one of the common
	 * pool
	 * @return forgets the listener
	 */
	public Registration onUnhandledError(Consumer<UnhandledError> listener) {
		return UnhandledErrors.get().onUnhandled(listener);
	}

	/**
	 * Hear that somebody looked, after all, at a future that was told of as an
	 * {@link #onUnhandledError unhandled error}.
	 * @param listener called with what was told before, by the thread that looks
	 * @return forgets the listener
	 */
	public Registration onErrorHandled(Consumer<UnhandledError> listener) {
		return UnhandledErrors.get().onHandled(listener);
	}

	/**
	 * Tell of an error that a reactive library drops:
	 * {@code Hooks.onErrorDropped(CurrentProcess.get()::reportDropped)}.
	 * @param error the error
	 */
	public void reportDropped(Throwable error) {
		UnhandledErrors.get().report(UnhandledError.Origin.DROPPED, error);
	}

	/**
	 * Send a signal to a process.
	 * @param pid the process, which may be this one; 0 for the process group of this one,
	 * a negative number for the group with that number
	 * @param signal the signal
	 * @return what became of it
	 */
	public Signal.Delivery kill(long pid, Signal signal) {
		return (pid > 0) ? signal.sendTo(pid) : signal.sendToGroup(-pid);
	}

	/**
	 * Send a signal to a process.
	 * @param pid the process
	 * @param signal a name such as {@code SIGTERM} or {@code term}, or a number
	 * @return what became of it
	 * @throws IllegalArgumentException if there is no such signal
	 * @see #kill(long, Signal)
	 */
	public Signal.Delivery kill(long pid, String signal) {
		return signal.equals("0") ? kill(pid, 0) : kill(pid, Signal.parse(signal));
	}

	/**
	 * Send a signal to a process.
	 * @param pid the process
	 * @param signal the number, or 0 to find out whether a signal could be sent
	 * @return what became of it
	 * @throws IllegalArgumentException if there is no such signal
	 * @see #kill(long, Signal)
	 */
	public Signal.Delivery kill(long pid, int signal) {
		if (signal == 0) {
			return (pid > 0) ? Signal.probe(pid) : Signal.probeGroup(-pid);
		}
		return kill(pid, Signal.parse(Integer.toString(signal)));
	}

	/**
	 * End this process, after the exit listeners were called and what was sent is with
	 * the operating system, for which it waits 5 s at most. Node does not wait.
	 * @param code the exit code, of which the lowest 8 bits count
	 */
	public void exit(int code) {
		ending(OptionalInt.of(code & MAX_CODE));
		flush();
		System.exit(code & MAX_CODE);
	}

	private void ending(OptionalInt code) {
		if (!this.exiting.compareAndSet(false, true)) {
			return;
		}
		for (ExitListener listener : this.exitListeners) {
			try {
				listener.exit(code);
			}
			catch (Throwable ex) {
				UnhandledErrors.get().report(UnhandledError.Origin.LISTENER, ex);
			}
		}
	}

	private void flush() {
		ParentChannel channel;
		synchronized (this) {
			channel = this.parent;
		}
		if (channel != null) {
			// Whether it was in time or not, the process ends now
			channel.flushed().completeOnTimeout(null, FLUSH_SECONDS, TimeUnit.SECONDS).join();
		}
	}

	private synchronized ParentChannel parent() {
		ParentChannel open = this.parent;
		if (open == null) {
			InheritedChannel inherited = inheritedChannel();
			int descriptor = inherited.descriptor()
				.orElseThrow(() -> new IllegalStateException(
						"%s: not set (expected: in a process that was forked)".formatted(InheritedChannel.CHANNEL_FD)));
			open = ParentChannel.open(descriptor, this.channelOptions.withPeer(inherited.peer()));
			this.parent = open;
			hook();
		}
		return open;
	}

	private synchronized void hook() {
		if (!this.hooked) {
			this.hooked = true;
			try {
				Runtime.getRuntime().addShutdownHook(new Thread(this::shutdown, "clusterboot-exit"));
			}
			catch (IllegalStateException ex) {
				logger.debug("The JVM ends already, and exit listeners are not called", ex);
			}
		}
	}

	private void shutdown() {
		ending(OptionalInt.empty());
		flush();
	}

	private static Map<String, String> rawEnvironment() {
		byte[] bytes;
		try {
			bytes = Files.readAllBytes(PROC.resolve("environ"));
		}
		catch (IOException ex) {
			return System.getenv();
		}
		Map<String, String> environment = new HashMap<>();
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == 0) {
				String entry = OsString.of(Arrays.copyOfRange(bytes, start, i)).toString();
				int separator = entry.indexOf('=');
				if (separator > 0) {
					environment.putIfAbsent(entry.substring(0, separator), entry.substring(separator + 1));
				}
				start = i + 1;
			}
		}
		return environment;
	}

	private static final class Real {

		private static final CurrentProcess INSTANCE = new CurrentProcess(rawEnvironment());

	}

}
