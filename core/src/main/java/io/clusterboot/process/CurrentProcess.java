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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Sent;
import io.clusterboot.process.command.JavaCommand;
import org.jspecify.annotations.Nullable;

/**
 * This process, like Node's {@code process}: its command line, its parent, the
 * environment of its children, and the channel to the process that forked it.
 * <p>
 * The instance for the real process, {@link #get()}, owns the channel, which all parts of
 * an application share through it. All methods may be called from any thread. Listeners
 * are called one at a time, on the thread that reads the channel, in the order of the
 * events; one that throws is reported as an {@link UnhandledError}.
 * <p>
 * The channel is opened when it is first needed. It keeps the JVM alive while there are
 * listeners for its messages or its end, or as {@link #ref()} and {@link #unref()} say.
 * What needs the channel of a process that has none, or the command line of one that was
 * not started by {@code java}, throws an {@link IllegalStateException}; {@code kill}
 * throws an {@link IllegalArgumentException} for a signal that does not exist.
 */
public final class CurrentProcess implements ChannelEnd {

	private final InheritedEnvironment inherited;

	private final Map<String, String> environment;

	private final ExitSequence exitSequence;

	private final LazyParentChannel parent;

	/**
	 * Create a process with an environment, which is not examined.
	 * @param environment the environment that the process was started with
	 */
	public CurrentProcess(Map<String, String> environment) {
		this(InheritedEnvironment.trusted(environment));
	}

	CurrentProcess(InheritedEnvironment inherited) {
		this.inherited = inherited;
		this.environment = new ConcurrentHashMap<>(inherited.variables());
		this.environment.keySet().removeAll(InheritedChannel.VARIABLES);
		this.parent = new LazyParentChannel(inherited.variables());
		this.exitSequence = new ExitSequence(this.parent::flushed);
	}

	/**
	 * Return the instance for the real process.
	 * @return the instance
	 */
	public static CurrentProcess get() {
		return RealProcess.INSTANCE;
	}

	/**
	 * Return the command line of this process without the options of the JVM.
	 * @return the executable, the main class, absolute path of the jar or module, and the
	 * arguments
	 */
	public List<String> argv() {
		return ProcSelf.argv();
	}

	/**
	 * Return the first word of the command line as it was given to the kernel.
	 * @return the word, possibly a relative path or not a path at all
	 */
	public String argv0() {
		return ProcSelf.argv0().orElseGet(() -> execPath().toString());
	}

	/**
	 * Return the executable of this JVM.
	 * @return the real path
	 */
	public Path execPath() {
		return JavaCommand.ofThisProcess().java();
	}

	/**
	 * Return the options of this JVM, the class path among them.
	 * @return the words between the executable and the launch target
	 */
	public List<String> execArgv() {
		return JavaCommand.ofThisProcess().vmOptions();
	}

	/**
	 * Return the working directory, which a JVM cannot change.
	 * @return the real path
	 * @throws java.io.UncheckedIOException if it was removed
	 */
	public Path cwd() {
		return ProcSelf.workingDirectory();
	}

	/**
	 * Return the process id.
	 * @return the process id
	 */
	public long pid() {
		return ProcessHandle.current().pid();
	}

	/**
	 * Return the current parent: it changes to 1, or to a subreaper, when the process
	 * that started this one dies.
	 * @return the process id of the parent, 0 if the system does not report it
	 */
	public long ppid() {
		return ProcSelf.parent();
	}

	/**
	 * Return the default environment of children.
	 * @return a mutable, concurrent map, initially the environment of this process
	 * without the variables that describe its channel; changes do not affect
	 * {@link System#getenv()}
	 */
	public Map<String, String> environment() {
		return this.environment;
	}

	/**
	 * Return the environment that this process was started with, including the variables
	 * that describe its channel, unless they were ignored.
	 * @return an unmodifiable map
	 */
	public Map<String, String> inheritedEnvironment() {
		return this.inherited.variables();
	}

	/**
	 * Return which variables of a channel were ignored, as it is not one to the parent.
	 * @return a sentence that says why, empty if none was ignored
	 */
	public Optional<String> ignoredVariables() {
		return this.inherited.ignored();
	}

	/**
	 * Return the description of the channel to the parent in the environment.
	 * @return the description
	 * @throws IllegalArgumentException if a variable has a value that cannot be used
	 */
	public InheritedChannel inheritedChannel() {
		return InheritedChannel.from(this.inherited.variables());
	}

	/**
	 * Change the options of the channel. This has no effect once the channel is open.
	 * @param change returns the changed options
	 */
	public void configureChannel(UnaryOperator<ChannelOptions> change) {
		this.parent.configure(change);
	}

	/**
	 * Return whether this process was forked with a channel, even if it is closed now.
	 * @return whether it was
	 */
	public boolean hasChannel() {
		return inheritedChannel().descriptor().isPresent();
	}

	@Override
	public boolean isConnected() {
		return hasChannel() && parent().channel().isConnected();
	}

	@Override
	public Optional<Channel> channel() {
		return isConnected() ? Optional.of(parent().channel()) : Optional.empty();
	}

	@Override
	public Sent send(@Nullable Object message) {
		ParentChannel channel = parent();
		return channel.send(channel.channel().send(message));
	}

	@Override
	public Sent send(@Nullable Object message, Handle handle, HandleType type) {
		ParentChannel channel = parent();
		return channel.send(channel.channel().send(message, handle, type));
	}

	@Override
	public void disconnect() {
		parent().channel().disconnect();
	}

	@Override
	public Registration onMessage(MessageListener listener) {
		return parent().onMessage(listener);
	}

	/**
	 * Add a listener for the end of the channel, on either side.
	 * @param listener called once, unless the channel has already ended
	 * @return removes the listener
	 */
	public Registration onDisconnect(Runnable listener) {
		return parent().onDisconnect(listener);
	}

	/**
	 * Attach the runtime of this process to the channel. Its listener gets internal
	 * messages, whose {@code cmd} starts with {@code NODE_}, malformed messages, and the
	 * end of the channel before the listeners of the application. It does not keep the
	 * JVM alive. Other messages are kept for the application.
	 * @param listener the listener, which gets no other messages
	 * @return the channel
	 */
	public Channel attach(ChannelListener listener) {
		return parent().attach(listener);
	}

	/**
	 * Keep the JVM alive while the channel is open, with or without listeners.
	 */
	public void ref() {
		parent().keepAlive().decide(true);
	}

	/**
	 * Allow the JVM to exit while the channel is open, with or without listeners.
	 */
	public void unref() {
		parent().keepAlive().decide(false);
	}

	/**
	 * Add a listener for the end of this process. The listeners are called once, by
	 * {@link #exit} or by a shutdown hook.
	 * @param listener the listener
	 * @return removes the listener
	 */
	public Registration onExit(ExitListener listener) {
		return this.exitSequence.add(listener);
	}

	/**
	 * Add a listener for unhandled errors in this JVM: uncaught exceptions of threads,
	 * unobserved failed futures of this library, and {@link #reportDropped reported}
	 * errors. An uncaught exception goes on to the previous handler and ends no JVM.
	 * @param listener called on the thread of the error, or on one of the common pool
	 * @return removes the listener
	 */
	public Registration onUnhandledError(Consumer<UnhandledError> listener) {
		return UnhandledErrors.get().onUnhandled(listener);
	}

	/**
	 * Add a listener for failed futures that are observed after they were reported as an
	 * {@link #onUnhandledError unhandled error}.
	 * @param listener called with the reported error, on the observing thread
	 * @return removes the listener
	 */
	public Registration onErrorHandled(Consumer<UnhandledError> listener) {
		return UnhandledErrors.get().onHandled(listener);
	}

	/**
	 * Report an error that a reactive library drops:
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
	 * @return the result
	 */
	public Signal.Delivery kill(long pid, Signal signal) {
		return (pid > 0) ? signal.sendTo(pid) : signal.sendToGroup(-pid);
	}

	/**
	 * Send a signal to a process.
	 * @param pid the process
	 * @param signal a name such as {@code SIGTERM} or {@code term}, or a number
	 * @return the result
	 */
	public Signal.Delivery kill(long pid, String signal) {
		return signal.equals("0") ? kill(pid, 0) : kill(pid, Signal.parse(signal));
	}

	/**
	 * Send a signal to a process.
	 * @param pid the process
	 * @param signal the number, or 0 to only test whether a signal could be sent
	 * @return the result
	 */
	public Signal.Delivery kill(long pid, int signal) {
		return (signal != 0) ? kill(pid, Signal.parse(Integer.toString(signal)))
				: (pid > 0) ? Signal.probe(pid) : Signal.probeGroup(-pid);
	}

	/**
	 * End this process after calling the exit listeners and writing all sent messages to
	 * the channel, for which it waits at most 5 s. Node does not wait.
	 * @param code the exit code, of which the lowest 8 bits are used
	 */
	public void exit(int code) {
		this.exitSequence.exit(code);
	}

	private ParentChannel parent() {
		ParentChannel open = this.parent.open();
		this.exitSequence.hook();
		return open;
	}

}
