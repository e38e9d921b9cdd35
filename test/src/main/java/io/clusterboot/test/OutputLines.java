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

package io.clusterboot.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The lines that processes have printed so far, to read and to wait for. A test that
 * waits is woken by the line itself, and fails when the output ends. May be used from any
 * thread.
 */
public final class OutputLines {

	private static final int TAIL = 60;

	private final List<String> lines = new ArrayList<>();

	private boolean ended;

	/**
	 * Create the lines of an output that the caller reads itself, with
	 * {@link #add(String)} and {@link #end()}.
	 */
	public OutputLines() {
	}

	/**
	 * Read the output of a process, on a thread of its own that ends with the output.
	 * @param process the process
	 * @param onLine is called with each line on that thread, before the line is added
	 * @return the lines
	 */
	public static OutputLines of(Process process, Consumer<String> onLine) {
		OutputLines output = new OutputLines();
		Thread thread = new Thread(() -> output.read(process, onLine), "output-" + process.pid());
		thread.setDaemon(true);
		thread.start();
		return output;
	}

	private void read(Process process, Consumer<String> onLine) {
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				onLine.accept(line);
				add(line);
			}
		}
		catch (IOException ex) {
			add("(output lost: " + ex + ")");
		}
		finally {
			end();
		}
	}

	/**
	 * Add a line.
	 * @param line the line
	 */
	public synchronized void add(String line) {
		this.lines.add(line);
		notifyAll();
	}

	/**
	 * Declare that no line follows.
	 */
	public synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	/**
	 * Return all lines so far.
	 * @return the lines
	 */
	public synchronized List<String> all() {
		return List.copyOf(this.lines);
	}

	/**
	 * Return the matches so far.
	 * @param position where to begin, see {@link #position()}
	 * @param pattern what a part of a line has to match
	 * @return one match for each line that has one
	 */
	public synchronized List<MatchResult> all(int position, Pattern pattern) {
		return matches(this.lines, position, pattern).toList();
	}

	/**
	 * Return the position after the last line: what comes next can be awaited from here.
	 * @return the number of lines
	 */
	public synchronized int position() {
		return this.lines.size();
	}

	/**
	 * Wait for a line, also one that was printed before.
	 * @param pattern what a part of the line has to match
	 * @param deadline how long to wait at most
	 * @return the first match
	 */
	public MatchResult await(Pattern pattern, Duration deadline) {
		return await(0, pattern, deadline);
	}

	/**
	 * Wait for a line that is printed at or after a position.
	 * @param position the position
	 * @param pattern what a part of the line has to match
	 * @param deadline how long to wait at most
	 * @return the first match
	 */
	public MatchResult await(int position, Pattern pattern, Duration deadline) {
		return await("a line like " + pattern, (lines) -> matches(lines, position, pattern).findFirst().orElse(null),
				deadline);
	}

	/**
	 * Wait until a number of lines match.
	 * @param position where to begin
	 * @param pattern what a part of each line has to match
	 * @param count how many
	 * @param deadline how long to wait at most
	 * @return the first matches
	 */
	public List<MatchResult> await(int position, Pattern pattern, int count, Duration deadline) {
		return await(count + " lines like " + pattern, (lines) -> {
			List<MatchResult> found = matches(lines, position, pattern).limit(count).toList();
			return (found.size() < count) ? null : found;
		}, deadline);
	}

	/**
	 * Wait for the end of the output.
	 * @param deadline how long to wait at most
	 * @return all lines
	 */
	public synchronized List<String> awaitEnd(Duration deadline) {
		long end = System.nanoTime() + deadline.toNanos();
		for (long left = deadline.toNanos(); !this.ended; left = end - System.nanoTime()) {
			if (left <= 0) {
				throw new AssertionError(
						"The output has not ended within " + deadline + "; the last lines are\n" + tail());
			}
			waitFor("the end", left);
		}
		return all();
	}

	/**
	 * Wait until a search of all lines so far finds a result.
	 * @param <T> the type of the result
	 * @param expected a description of the result
	 * @param search returns the result, or {@code null} if it is not there yet
	 * @param deadline how long to wait at most
	 * @return the result
	 */
	public synchronized <T> T await(String expected, Function<List<String>, @Nullable T> search, Duration deadline) {
		long end = System.nanoTime() + deadline.toNanos();
		while (true) {
			T result = search.apply(this.lines);
			if (result != null) {
				return result;
			}
			long left = end - System.nanoTime();
			if (this.ended || left <= 0) {
				throw new AssertionError((this.ended ? "The output ended without " : "Not within " + deadline + ": ")
						+ expected + "; the last lines are\n" + tail());
			}
			waitFor(expected, left);
		}
	}

	private synchronized void waitFor(String expected, long nanos) {
		try {
			wait(nanos / 1_000_000 + 1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted waiting for " + expected + "; the last lines are\n" + tail(), ex);
		}
	}

	private static Stream<MatchResult> matches(List<String> lines, int position, Pattern pattern) {
		return lines.stream().skip(position).map(pattern::matcher).filter(Matcher::find).map(Matcher::toMatchResult);
	}

	/**
	 * Return the last lines, for a message.
	 * @return at most 60 lines in one text
	 */
	public synchronized String tail() {
		return String.join("\n", this.lines.subList(Math.max(0, this.lines.size() - TAIL), this.lines.size()));
	}

}
