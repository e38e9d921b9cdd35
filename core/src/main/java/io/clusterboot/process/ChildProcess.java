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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.newsclub.net.unix.AFPipe;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A process that this one started, on the side of the parent.
 * <p>
 * All methods may be called from any thread. It tells of two events, each exactly once
 * and in this order: <em>exit</em>, the process ended; and <em>close</em>, the piped
 * streams ended too, so that its output is complete. A grandchild that holds such a
 * stream delays the close, not the exit. Callbacks run on a thread of the common pool or
 * of a pump, should be short and must not block.
 * <p>
 * A piped stream is a pipe of our own and not that of the JDK, which closes its end when
 * the process ends and loses what a grandchild writes later. The pumps close it at the
 * end of the stream. Nothing here ends the process: whoever starts it kills it.
 */
public final class ChildProcess {

	private static final ProcessBuilder.Redirect NO_INPUT = ProcessBuilder.Redirect.from(new File("/dev/null"));

	private static final ProcessBuilder.Redirect NO_OUTPUT = ProcessBuilder.Redirect.DISCARD;

	private final Process process;

	private final LastLines lastLines = new LastLines();

	private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

	private final CompletableFuture<ExitStatus> close = new CompletableFuture<>();

	private ChildProcess(Process process) {
		this.process = process;
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
	 */
	public static ChildProcess spawn(List<String> command, SpawnOptions options) {
		Trampoline trampoline = new Trampoline(command, options);
		ProcessBuilder builder = trampoline.processBuilder();
		Map<Integer, Stdio> stdio = options.stdio();
		List<OpenPipe> pipes = new ArrayList<>(2);
		try {
			builder.redirectInput(redirect(trampoline.standardInput(), NO_INPUT, pipes));
			builder.redirectOutput(redirect(stdio.getOrDefault(1, Stdio.discard()), NO_OUTPUT, pipes));
			builder.redirectError(redirect(stdio.getOrDefault(2, Stdio.discard()), NO_OUTPUT, pipes));
			return start(builder, pipes);
		}
		catch (IOException ex) {
			pipes.forEach(OpenPipe::close);
			throw new SpawnException("Could not start " + command.get(0), ex);
		}
	}

	private static ProcessBuilder.Redirect redirect(Stdio stdio, ProcessBuilder.Redirect discard, List<OpenPipe> pipes)
			throws IOException {
		if (stdio instanceof Stdio.Inherit) {
			return ProcessBuilder.Redirect.INHERIT;
		}
		if (stdio instanceof Stdio.Descriptor descriptor) {
			return FileDescriptorCast.unsafeUsing(descriptor.number()).as(ProcessBuilder.Redirect.class);
		}
		if (stdio instanceof Stdio.Pipe pipe) {
			OpenPipe open = new OpenPipe(AFPipe.open(), pipe);
			pipes.add(open);
			return FileDescriptorCast.using(open.pipe().sink().getFileDescriptor()).as(ProcessBuilder.Redirect.class);
		}
		return discard;
	}

	private static ChildProcess start(ProcessBuilder builder, List<OpenPipe> pipes) throws IOException {
		Process process = builder.start();
		boolean watched = false;
		try {
			pipes.forEach(OpenPipe::closeSink);
			ChildProcess child = new ChildProcess(process);
			child.watch(pipes);
			watched = true;
			return child;
		}
		finally {
			if (!watched) {
				process.destroyForcibly();
			}
		}
	}

	private void watch(List<OpenPipe> pipes) {
		List<CompletableFuture<?>> ends = new ArrayList<>();
		for (OpenPipe pipe : pipes) {
			OutputPump pump = new OutputPump(pipe.pipe().source(), pipe.stdio().target(), this.lastLines);
			pump.start("clusterboot-output-" + pid());
			ends.add(pump.ended());
		}
		// A stage of its own, so that everybody was told of the exit before the close
		ends.add(this.process.onExit().thenAccept((ended) -> this.exit.complete(new ExitStatus(ended.exitValue()))));
		CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
			.thenRun(() -> this.close.complete(this.exit.join()));
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
	 * Return when the process ended, and how. Its piped streams may still be open.
	 * @return a new future, never completed exceptionally by us
	 */
	public CompletableFuture<ExitStatus> onExit() {
		return this.exit.copy();
	}

	/**
	 * Return when the process ended and everything it wrote to piped streams was
	 * forwarded. Whoever was told of the exit was told before.
	 * @return a new future, never completed exceptionally by us
	 */
	public CompletableFuture<ExitStatus> onClose() {
		return this.close.copy();
	}

	/**
	 * Send a signal to the process.
	 * @param signal the signal; SIGTERM and SIGKILL are sent at once, others by a
	 * {@code kill} that is waited for
	 * @return what became of it; {@link Signal.Delivery#NO_SUCH_PROCESS} after the exit
	 */
	public Signal.Delivery kill(Signal signal) {
		return signal.sendTo(this.process.toHandle());
	}

	/**
	 * Return the end of what the process wrote to piped streams.
	 * @return up to 50 lines, the newest last; overlong ones are cut, and bytes that are
	 * not UTF-8 replaced
	 */
	public List<String> lastLines() {
		return this.lastLines.toList();
	}

	@Override
	public String toString() {
		return "process " + pid();
	}

	private record OpenPipe(AFPipe pipe, Stdio.Pipe stdio) {

		void closeSink() {
			try {
				this.pipe.sink().close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		void close() {
			try {
				this.pipe.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
