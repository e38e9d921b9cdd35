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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.ipc.Peer;
import io.clusterboot.process.ExecException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running command and the future of its output: the result of Node's {@code exec} and
 * {@code execFile}. May be used by any thread.
 */
public final class Execution {

	private static final Logger logger = LoggerFactory.getLogger(Execution.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	private final String command;

	private final ExecOptions options;

	private final CompletableFuture<ExecResult> result = new ObservedFuture<>(this::stop);

	private @Nullable StartedChild child;

	private volatile @Nullable Reason overflow;

	private volatile @Nullable CancellationException cancelled;

	private Execution(String command, ExecOptions options) {
		this.command = command;
		this.options = options;
	}

	static Execution start(List<String> command, ExecOptions options) {
		Execution execution = new Execution(String.join(" ", command), options);
		try {
			execution.run(StartedChild.start(command, options.spawn(), Peer.NODE, execution.new Listener()));
		}
		catch (SpawnException ex) {
			execution.result.completeExceptionally(ex);
		}
		return execution;
	}

	private void run(StartedChild child) {
		this.child = child;
		CompletableFuture<byte[]> stdout = collect(child.stdout(), Reason.STDOUT_MAX_BUFFER, "stdout");
		CompletableFuture<byte[]> stderr = collect(child.stderr(), Reason.STDERR_MAX_BUFFER, "stderr");
		child.onClose()
			.thenCombine(stdout.thenCombine(stderr, (out, err) -> new ExecResult(out, err, this.options.encoding())),
					this::end)
			.whenComplete((ended, ex) -> {
				if (ex != null) {
					this.result.completeExceptionally(ex);
				}
			});
		child.onExit().thenRun(() -> {
			if (child.isKilled()) {
				child.abandonOutput();
			}
		});
	}

	private CompletableFuture<byte[]> collect(Optional<InputStream> stream, Reason reason, String name) {
		CompletableFuture<byte[]> collected = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (InputStream input = stream.orElseThrow()) {
				collect(input, bytes, reason);
			}
			catch (IOException ex) {
				logger.warn("Output of {} was lost", this.command, ex);
			}
			finally {
				collected.complete(bytes.toByteArray());
			}
		}, "clusterboot-" + name + "-" + requiredChild().pid());
		thread.setDaemon(true);
		thread.start();
		return collected;
	}

	private void collect(InputStream input, ByteArrayOutputStream bytes, Reason reason) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
			int room = (int) Math.min(count, this.options.maxBuffer() - bytes.size());
			bytes.write(buffer, 0, room);
			if (room < count) {
				if (this.overflow == null) {
					this.overflow = reason;
				}
				stop();
				return;
			}
		}
	}

	private void stop() {
		StartedChild started = requiredChild();
		started.kill(this.options.spawn().killSignal());
		started.abandonOutput();
	}

	private ExecResult end(ExitStatus status, ExecResult output) {
		Reason reason = this.overflow;
		CancellationException cancellation = this.cancelled;
		if (cancellation != null) {
			this.result.completeExceptionally(cancellation);
		}
		else if (reason != null) {
			String stream = (reason == Reason.STDOUT_MAX_BUFFER) ? "stdout" : "stderr";
			fail(reason, stream + " of " + this.command + " (expected: at most " + this.options.maxBuffer() + " bytes)",
					status, output);
		}
		else if (status.isSuccess()) {
			this.result.complete(output);
		}
		else {
			fail(requiredChild().isTimedOut() ? Reason.TIMEOUT : Reason.EXIT,
					"Command failed: " + this.command + " (" + status + ")\n" + output.stderr(), status, output);
		}
		return output;
	}

	private void fail(Reason reason, String message, ExitStatus status, ExecResult output) {
		this.result.completeExceptionally(
				new ExecException(reason, message, this.command, status, requiredChild().isKilled(), output));
	}

	private StartedChild requiredChild() {
		StartedChild started = this.child;
		if (started == null) {
			throw new IllegalStateException(this.command + " could not be started");
		}
		return started;
	}

	/**
	 * Return the process.
	 * @return the process; empty if it could not be started
	 */
	public Optional<ChildProcess> child() {
		return Optional.ofNullable(this.child);
	}

	/**
	 * Return the output of the command.
	 * @return completes at the close of the process; with an {@link ExecException} if it
	 * did not end well, with a {@link SpawnException} if it could not be started, and
	 * with a {@link CancellationException} if it was cancelled. Cancelling the future
	 * ends the process
	 */
	public CompletableFuture<ExecResult> result() {
		return this.result;
	}

	/**
	 * Ends the process when the future is cancelled.
	 */
	private final class Listener implements ChildProcessListener {

		@Override
		public void failed(ChildProcess child, Exception error) {
			if (error instanceof CancellationException cancellation) {
				Execution.this.cancelled = cancellation;
			}
		}

	}

}
