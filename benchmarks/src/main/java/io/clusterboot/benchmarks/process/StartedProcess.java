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

package io.clusterboot.benchmarks.process;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that the suite started, and what it prints. It ends with all its descendants
 * when it is closed. Confined to one thread, except {@link #kill()}.
 */
public final class StartedProcess implements Closeable {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final Duration STOP_TIME = Duration.ofSeconds(40);

	private static final int LAST_LINES = 40;

	private final String name;

	private final Process process;

	private final long startNanos;

	private final Consumer<StartedProcess> ended;

	private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

	private final Deque<String> seen = new ArrayDeque<>();

	StartedProcess(String name, Process process, long startNanos, Consumer<StartedProcess> ended) {
		this.name = name;
		this.process = process;
		this.startNanos = startNanos;
		this.ended = ended;
		Thread reader = new Thread(() -> read(process.inputReader(StandardCharsets.UTF_8)), name + " output");
		reader.setDaemon(true);
		reader.start();
	}

	private void read(BufferedReader reader) {
		try (reader) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(new Line(System.nanoTime(), line));
			}
			this.lines.add(new Line(System.nanoTime(), "(end of the output)"));
		}
		catch (IOException ex) {
			this.lines.add(new Line(System.nanoTime(), "(the output ended: %s)".formatted(ex.getMessage())));
		}
	}

	/**
	 * Return the process id.
	 * @return the id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return the processes that it started, and those that they started.
	 * @return the processes
	 */
	public List<ProcessHandle> descendants() {
		return this.process.descendants().toList();
	}

	/**
	 * Return the process ids of this process and all its descendants.
	 * @return the ids
	 */
	public List<Long> pids() {
		List<Long> pids = new ArrayList<>(List.of(pid()));
		descendants().forEach((descendant) -> pids.add(descendant.pid()));
		return pids;
	}

	/**
	 * Return when it was started.
	 * @return the value of {@link System#nanoTime()}
	 */
	public long startNanos() {
		return this.startNanos;
	}

	/**
	 * Wait for a line that was not read yet.
	 * @param pattern found in the line
	 * @return what was found, and when the line was printed
	 * @throws IOException if there is no such line in time, or the process ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Found await(Pattern pattern) throws IOException, InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end && (this.process.isAlive() || !this.lines.isEmpty())) {
			Line line = this.lines.poll(1, TimeUnit.SECONDS);
			if (line != null) {
				remember(line);
				Matcher matcher = pattern.matcher(line.text());
				if (matcher.find()) {
					return new Found(line.nanos(), matcher.toMatchResult());
				}
			}
		}
		throw new IOException("%s printed no line with %s%s:%n%s".formatted(this.name, pattern,
				this.process.isAlive() ? "" : ", and ended with " + this.process.exitValue(),
				String.join(System.lineSeparator(), this.seen)));
	}

	/**
	 * Forget the lines that were not read yet.
	 */
	public void skipOutput() {
		for (Line line = this.lines.poll(); line != null; line = this.lines.poll()) {
			remember(line);
		}
	}

	private void remember(Line line) {
		this.seen.add(line.text());
		if (this.seen.size() > LAST_LINES) {
			this.seen.remove();
		}
	}

	/**
	 * Let time pass in which it does nothing.
	 * @param time the time
	 * @throws IOException if it ends meanwhile
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void idle(Duration time) throws IOException, InterruptedException {
		if (this.process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new IOException("%s ended with %d".formatted(this.name, this.process.exitValue()));
		}
	}

	/**
	 * Send it a signal.
	 * @param signal the name of the signal, without SIG
	 * @throws IOException if it cannot be sent
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void signal(String signal) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start();
		if (!kill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
			throw new IOException("kill -%s %d failed".formatted(signal, pid()));
		}
	}

	/**
	 * Wait until it ends by itself.
	 * @throws IOException if it fails, or does not end in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitSuccess() throws IOException, InterruptedException {
		boolean ended = this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		if (!ended || this.process.exitValue() != 0) {
			skipOutput();
			throw new IOException("%s %s:%n%s".formatted(this.name,
					ended ? "ended with " + this.process.exitValue() : "did not end within " + PATIENCE,
					String.join(System.lineSeparator(), this.seen)));
		}
	}

	/**
	 * Ask it to end; kill it, and what it leaves behind, if it does not.
	 */
	@Override
	public void close() {
		List<ProcessHandle> descendants = descendants();
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
				System.out.printf("**** %s did not end within %d s, and is killed ****%n", this.name,
						STOP_TIME.toSeconds());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
		descendants.forEach(ProcessHandle::destroyForcibly);
		this.ended.accept(this);
	}

	void kill() {
		List<ProcessHandle> descendants = descendants();
		this.process.destroyForcibly();
		descendants.forEach(ProcessHandle::destroyForcibly);
	}

	private record Line(long nanos, String text) {

	}

	/**
	 * A line that was waited for.
	 *
	 * @param nanos when it was printed, a value of {@link System#nanoTime()}
	 * @param match what was found in it
	 */
	public record Found(long nanos, MatchResult match) {

	}

}
