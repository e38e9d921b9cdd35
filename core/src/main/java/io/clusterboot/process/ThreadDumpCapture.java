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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Extracts a thread dump from the lines that a JVM writes. HotSpot marks the beginning of
 * a dump and the end of its threads, and indents the summary of the heap that follows.
 */
final class ThreadDumpCapture {

	private static final String START = "Full thread dump ";

	private static final String THREADS_END = "JNI global ref";

	private static final String HEAP = "Heap";

	/**
	 * The silence after which a dump without a summary of the heap is complete.
	 */
	private static final Duration QUIET = Duration.ofSeconds(2);

	private static final int MAX_LENGTH = 32 * 1024 * 1024;

	private final Duration limit;

	private final CompletableFuture<String> dump = new CompletableFuture<>();

	private final StringBuilder text = new StringBuilder();

	private Part part = Part.BEFORE;

	private ThreadDumpCapture(Duration limit) {
		this.limit = limit;
	}

	static ThreadDumpCapture within(Duration limit) {
		ThreadDumpCapture capture = new ThreadDumpCapture(limit);
		CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS).execute(capture::limitPassed);
		return capture;
	}

	/**
	 * Ask a JVM for a thread dump, without blocking.
	 * @param signals sends SIGQUIT
	 * @param lines what the JVM writes
	 * @param limit from now, including the time it takes to send the signal
	 */
	static ThreadDumpCapture request(ChildSignals signals, LastLines lines, Duration limit) {
		ThreadDumpCapture capture = within(limit);
		lines.show(capture);
		signals.send(Signal.SIGQUIT).whenComplete((delivery, failure) -> {
			if (failure != null) {
				capture.endEarly("SIGQUIT was not sent: " + failure.getMessage());
			}
			else if (delivery == Signal.Delivery.NO_SUCH_PROCESS) {
				capture.endEarly("the process has ended");
			}
			else if (delivery != Signal.Delivery.DELIVERED) {
				capture.endEarly("SIGQUIT was not delivered: " + delivery);
			}
		});
		return capture;
	}

	/**
	 * Look at a line.
	 * @return whether it belongs to the dump
	 */
	synchronized boolean offer(String line) {
		switch (this.part) {
			case BEFORE -> {
				if (!line.startsWith(START)) {
					return false;
				}
				this.part = Part.THREADS;
			}
			case THREADS -> {
				if (line.startsWith(THREADS_END)) {
					this.part = Part.AFTER_THREADS;
					endWhenQuiet();
				}
			}
			case AFTER_THREADS -> this.part = line.equals(HEAP) ? Part.HEAP : Part.AFTER_THREADS;
			case HEAP -> {
				if (!line.startsWith(" ")) {
					end();
					return line.isEmpty();
				}
			}
			case OVER -> {
				return false;
			}
		}
		this.text.append(line).append('\n');
		if (this.text.length() > MAX_LENGTH) {
			endEarly("too long");
		}
		return true;
	}

	private void endWhenQuiet() {
		int length = this.text.length();
		CompletableFuture.delayedExecutor(QUIET.toMillis(), TimeUnit.MILLISECONDS).execute(() -> quietSince(length));
	}

	private synchronized void quietSince(int length) {
		if (this.text.length() == length) {
			end();
		}
		else if (this.part != Part.OVER) {
			endWhenQuiet();
		}
	}

	private void limitPassed() {
		endEarly("incomplete after " + this.limit.toMillis() + " ms");
	}

	/**
	 * End with the lines captured so far.
	 * @param reason why the dump is incomplete
	 */
	synchronized void endEarly(String reason) {
		if (this.part == Part.BEFORE) {
			this.part = Part.OVER;
			this.dump.completeExceptionally(new TimeoutException("No thread dump: " + reason));
		}
		else if (this.part != Part.OVER) {
			this.text.append("… ").append(reason).append('\n');
			end();
		}
	}

	private void end() {
		this.part = Part.OVER;
		this.dump.complete(this.text.toString());
	}

	CompletableFuture<String> dump() {
		return this.dump;
	}

	/**
	 * Write the dump to a file, which is created or replaced, when it is complete.
	 */
	CompletableFuture<Path> writtenTo(Path file) {
		return this.dump.thenApplyAsync((dumped) -> {
			try {
				Files.createDirectories(file.toAbsolutePath().getParent());
				return Files.writeString(file, dumped);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Could not write the thread dump to " + file, ex);
			}
		});
	}

	boolean isOver() {
		return this.dump.isDone();
	}

	private enum Part {

		BEFORE, THREADS, AFTER_THREADS, HEAP, OVER

	}

}
