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

package io.clusterboot.benchmarks.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExecOptions;

/**
 * The load generator, with one thread.
 *
 * @param connections the number of connections at any time
 */
record Wrk(int connections) {

	private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(ms|s|m)");

	private static final Pattern FAILURES = Pattern.compile("Non-2xx.*|Socket errors.*");

	private static final Duration GRACE = Duration.ofSeconds(20);

	/**
	 * Load a server.
	 * @throws IllegalStateException if a request failed
	 */
	Outcome run(Load load, int port, Duration duration) {
		List<String> command = new ArrayList<>(List.of("wrk", "--threads", "1", "--connections",
				Integer.toString(this.connections), "--duration", duration.toMillis() / 1000 + "s"));
		command.addAll(load.options());
		command.add("http://127.0.0.1:%d/plain".formatted(port));
		String output = ChildProcess
			.execFile(command, ExecOptions.defaults().with((spawn) -> spawn.withTimeout(duration.plus(GRACE))))
			.result()
			.join()
			.stdout();
		Matcher requests = REQUESTS.matcher(output);
		if (FAILURES.matcher(output).find() || !requests.find()) {
			throw new IllegalStateException("%s%n%s".formatted(String.join(" ", command), output));
		}
		double unit = switch (requests.group(3)) {
			case "ms" -> 1e-3;
			case "s" -> 1;
			default -> 60;
		};
		return new Outcome(Long.parseLong(requests.group(1)), Double.parseDouble(requests.group(2)) * unit);
	}

	/**
	 * The requests that were answered, and the time this took.
	 */
	record Outcome(long requests, double seconds) {

	}

}
