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

package io.clusterboot.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The lines a process has printed so far, to wait for. A waiting test is woken by the
 * line itself, and fails when the output ends.
 */
final class OutputLines {

	private static final int TAIL = 60;

	private final List<String> lines = new ArrayList<>();

	private boolean ended;

	synchronized void add(String line) {
		this.lines.add(line);
		notifyAll();
	}

	synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	/**
	 * All lines so far.
	 */
	synchronized List<String> all() {
		return List.copyOf(this.lines);
	}

	/**
	 * The matches so far.
	 */
	synchronized List<MatchResult> all(int position, Pattern pattern) {
		return matches(this.lines, position, pattern).toList();
	}

	/**
	 * The position after the last line: what comes next can be awaited from here.
	 */
	synchronized int position() {
		return this.lines.size();
	}

	/**
	 * Wait for a line, also one that was printed before.
	 */
	MatchResult await(Pattern pattern, Duration deadline) {
		return await(0, pattern, deadline);
	}

	/**
	 * Wait for a line that is printed at or after a position.
	 */
	MatchResult await(int position, Pattern pattern, Duration deadline) {
		return await("a line like " + pattern, (lines) -> matches(lines, position, pattern).findFirst().orElse(null),
				deadline);
	}

	/**
	 * Wait until a number of lines match, and return them.
	 */
	List<MatchResult> await(int position, Pattern pattern, int count, Duration deadline) {
		return await(count + " lines like " + pattern, (lines) -> {
			List<MatchResult> found = matches(lines, position, pattern).limit(count).toList();
			return (found.size() < count) ? null : found;
		}, deadline);
	}

	/**
	 * Wait for the end of the output.
	 * @return all lines
	 */
	synchronized List<String> awaitEnd(Duration deadline) {
		long end = System.nanoTime() + deadline.toNanos();
		for (long left = deadline.toNanos(); !this.ended; left = end - System.nanoTime()) {
			if (left <= 0) {
				throw new AssertionError(
						"The output has not ended within " + deadline + "; the last lines are\n" + tail());
			}
			try {
				wait(left / 1_000_000 + 1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError(ex);
			}
		}
		return all();
	}

	/**
	 * Wait until a search of all lines so far finds a result.
	 * @param expected a description of the result
	 * @param search returns the result, or {@code null} if it is not there yet
	 */
	synchronized <T> T await(String expected, Function<List<String>, @Nullable T> search, Duration deadline) {
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
			try {
				wait(left / 1_000_000 + 1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted waiting for " + expected + "; the last lines are\n" + tail(), ex);
			}
		}
	}

	private static Stream<MatchResult> matches(List<String> lines, int position, Pattern pattern) {
		return lines.stream().skip(position).map(pattern::matcher).filter(Matcher::find).map(Matcher::toMatchResult);
	}

	synchronized String tail() {
		List<String> told = this.lines.stream().filter((line) -> !line.startsWith("Acts with ")).toList();
		return String.join("\n", told.subList(Math.max(0, told.size() - TAIL), told.size()));
	}

}
