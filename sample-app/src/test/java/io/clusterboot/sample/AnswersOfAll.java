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

package io.clusterboot.sample;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks, each time on a new connection, until each of some processes has answered.
 */
final class AnswersOfAll {

	private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private AnswersOfAll() {
	}

	static void await(SampleClient client, Set<String> pids) {
		Set<String> missing = new TreeSet<>(pids);
		long end = System.nanoTime() + DEADLINE.toNanos();
		while (!missing.isEmpty()) {
			String body = client.getOnNewConnection("/").body();
			Matcher matcher = PID.matcher(body);
			if (!matcher.find() || !pids.contains(matcher.group(1))) {
				throw new AssertionError("Answer: %s (expected: one of %s)".formatted(body, pids));
			}
			missing.remove(matcher.group(1));
			if (System.nanoTime() > end) {
				throw new AssertionError("Without an answer: " + missing);
			}
		}
	}

}
