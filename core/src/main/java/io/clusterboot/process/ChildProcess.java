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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.ipc.Peer;

/**
 * A process that this one started, on the side of the parent: Node's
 * {@code child_process}.
 * <p>
 * All methods may be called from any thread. Every child has two events, each exactly
 * once and in this order: <em>exit</em>, the process ended; and <em>close</em>, its piped
 * streams and its channel ended too, so that everything it wrote has arrived. A
 * grandchild that holds a stream delays the close, not the exit. Callbacks run on the
 * channel's reader thread, on a thread of the common pool or on that of a stream; they
 * should be short and must not block.
 * <p>
 * It owns this side of the pipes and of the channel. Children outlive a JVM that exits:
 * the caller ends them with {@link #kill} or {@link #close}.
 */
public sealed interface ChildProcess extends ChannelEnd, AutoCloseable permits StartedChild {

	/**
	 * Start a process.
	 * @param command the executable, found on the child's {@code PATH} if it has no
	 * slash, and its arguments, as UTF-8
	 * @param options how to start it
	 * @return the process, started
	 * @throws SpawnException if there is no such executable or working directory, or the
	 * system cannot start another process
	 * @throws IllegalArgumentException if the command is empty or a word has a zero in it
	 * @throws UnsupportedOperationException if this system does not support an option
	 */
	static ChildProcess spawn(List<String> command, SpawnOptions options) {
		return spawn(command, options, new ChildProcessListener() {
		});
	}

	/**
	 * Start a process.
	 * @param command the executable and its arguments
	 * @param options how to start it
	 * @param listener called for every event of the process
	 * @return the process, started
	 * @see #spawn(List, SpawnOptions)
	 */
	static ChildProcess spawn(List<String> command, SpawnOptions options, ChildProcessListener listener) {
		return StartedChild.start(command, options, Peer.NODE, listener);
	}

	/**
	 * Run a command line in a shell and collect its output.
	 * @param commandLine the command line, for {@code /bin/sh}
	 * @param options how to run it
	 * @return the child and its future output
	 */
	static Execution exec(String commandLine, ExecOptions options) {
		Path shell = options.spawn().shell().orElse(Path.of("/bin/sh"));
		return Execution.start(List.of(commandLine), options.with((spawn) -> spawn.withShell(shell)));
	}

	/**
	 * Run a program and collect its output.
	 * @param command the executable and its arguments
	 * @param options how to run it
	 * @return the child and its future output
	 */
	static Execution execFile(List<String> command, ExecOptions options) {
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
	static ChildProcess fork(Class<?> mainClass, List<String> arguments, ForkOptions options) {
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
	 * @throws IllegalArgumentException if the file has another extension and the options
	 * do not name an executable
	 */
	static ChildProcess fork(Path module, List<String> arguments, ForkOptions options) {
		return fork(ForkModule.of(module), arguments, options, new ChildProcessListener() {
		});
	}

	/**
	 * Start a class, a jar or a script, with a channel.
	 * @param module what to start
	 * @param arguments its arguments
	 * @param options how to start it
	 * @param listener called for every event of the process
	 * @return the process, started
	 * @throws SpawnException if it cannot be started
	 */
	static ChildProcess fork(ForkModule module, List<String> arguments, ForkOptions options,
			ChildProcessListener listener) {
		return StartedChild.start(module.command(arguments, options), options.spawn().withoutShell(), module.peer(),
				listener);
	}

	/**
	 * Return the process id.
	 * @return the process id, which is that of the command and not of a shell before it
	 */
	long pid();

	/**
	 * Return whether the process has not ended.
	 * @return whether it is alive
	 */
	boolean isAlive();

	/**
	 * Return whether this object delivered a signal to the process, whatever its effect.
	 * @return whether a signal was delivered
	 */
	boolean isKilled();

	/**
	 * Return how the process ended.
	 * @return the status, empty until the exit event
	 */
	Optional<ExitStatus> exitStatus();

	/**
	 * Return the exit event. The piped streams may still be open.
	 * @return a new future, which does not fail
	 */
	CompletableFuture<ExitStatus> onExit();

	/**
	 * Return the close event: the process ended, and everything it wrote to piped streams
	 * and sent over its channel has arrived. The exit event is delivered before.
	 * @return a new future, which does not fail
	 */
	CompletableFuture<ExitStatus> onClose();

	/**
	 * Add a listener for all further events of the child.
	 * @param listener the listener
	 * @return removes the listener
	 */
	Registration addListener(ChildProcessListener listener);

	/**
	 * Return the input of the child.
	 * @return the stream, whose writes block when the child does not read; empty if it is
	 * no {@link Stdio#pipe() pipe}
	 */
	Optional<OutputStream> stdin();

	/**
	 * Return the output of the child. The caller must read it to its end or close it,
	 * since the close event waits for that. If this was not called before the process
	 * ends, up to 1 MiB of output is kept.
	 * @return the stream; empty if it is no {@link Stdio#pipe() pipe}
	 */
	Optional<InputStream> stdout();

	/**
	 * Return the error output of the child.
	 * @return the stream; empty if it is no {@link Stdio#pipe() pipe}
	 * @see #stdout()
	 */
	Optional<InputStream> stderr();

	/**
	 * Return the pipe at a descriptor of the child above 2.
	 * @param index the number in the child
	 * @return the pipe; empty if there is none
	 */
	Optional<ChildPipe> pipe(int index);

	/**
	 * Send SIGTERM to the process.
	 * @return the result
	 * @see #kill(Signal)
	 */
	Signal.Delivery kill();

	/**
	 * Send a signal to the process, and wait until it is sent: SIGTERM and SIGKILL are
	 * system calls, others start a short-lived process, which may take up to 10 s on a
	 * system in trouble.
	 * @param signal the signal
	 * @return the result; {@link Signal.Delivery#NO_SUCH_PROCESS} after the exit
	 * @throws SpawnException if the signal needs a process that could not be started
	 * @throws IllegalStateException if that process did not end within 10 s
	 * @see #killAsync(Signal)
	 */
	Signal.Delivery kill(Signal signal);

	/**
	 * Send a signal to the process without blocking. Signals arrive in the order of the
	 * calls, except SIGKILL, which is sent at once.
	 * @param signal the signal
	 * @return the result, as {@link #kill(Signal)} returns or throws it; a failure is
	 * logged. Dependents may run on the thread that sends all signals, and must not block
	 */
	CompletableFuture<Signal.Delivery> killAsync(Signal signal);

	/**
	 * Send SIGTERM to the process if it has not ended. Does not block.
	 */
	@Override
	void close();

	/**
	 * Return the last lines that the process wrote to streams that are forwarded.
	 * @return up to 50 lines, the newest last; long lines are truncated, and bytes that
	 * are not UTF-8 replaced
	 */
	List<String> lastLines();

	/**
	 * Make the process, a JVM, write a thread dump (SIGQUIT), and keep a copy of it. The
	 * dump is forwarded like any output, but not kept for {@link #lastLines()}.
	 * <p>
	 * Does not block. The signal is queued when this returns, before later signals of
	 * this object. A stopped process writes nothing until it gets SIGCONT. A process that
	 * is no JVM dies of the signal, as does a JVM that has only just started or runs with
	 * {@code -Xrs}.
	 * @param file the file to write, created or replaced
	 * @param limit how long to wait for the dump
	 * @return the file, with the part of the dump that was written within the limit;
	 * completed exceptionally with a {@link java.util.concurrent.TimeoutException} if the
	 * dump had not begun or the signal was not sent, and with an
	 * {@link java.io.UncheckedIOException} if the file cannot be written
	 */
	CompletableFuture<Path> captureThreadDump(Path file, Duration limit);

}
