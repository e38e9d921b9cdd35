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

package io.clusterboot.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExecOptions;

/**
 * The load generator, with one thread, and as many requests as the server answers.
 *
 * @param program the path of the program
 * @param connections the number of connections at any time
 */
public record Wrk(String program, int connections) {

	private static final int CONNECTIONS = 64;

	private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m)");

	private static final Pattern P99 = Pattern.compile(" 99% +([\\d.]+)(us|ms|s|m)");

	private static final Pattern FAILURES = Pattern.compile("Non-2xx.*|Socket errors.*");

	/**
	 * An answer that comes late is slow, and has not failed.
	 */
	private static final String TIMEOUT = "30s";

	private static final Duration GRACE = Duration.ofSeconds(20);

	/**
	 * Create a load generator with the usual number of connections.
	 * @param program the path of the program
	 */
	public Wrk(String program) {
		this(program, CONNECTIONS);
	}

	/**
	 * Load a server over kept connections.
	 * @param port its port
	 * @param path what it is asked for
	 * @param duration for how long
	 * @return the outcome
	 * @throws IOException if a request fails
	 */
	public Outcome keepAlive(int port, String path, Duration duration) throws IOException {
		return run(List.of(), port, path, duration);
	}

	/**
	 * Load a server with a connection for each request.
	 * @param port its port
	 * @param path what it is asked for
	 * @param duration for how long
	 * @return the outcome
	 * @throws IOException if a request fails
	 */
	public Outcome close(int port, String path, Duration duration) throws IOException {
		return run(List.of("-H", "Connection: close"), port, path, duration);
	}

	private Outcome run(List<String> options, int port, String path, Duration duration) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(this.program, "--latency", "--threads", "1", "--timeout", TIMEOUT, "--connections",
						Integer.toString(this.connections), "--duration", Math.max(1, duration.toSeconds()) + "s"));
		command.addAll(options);
		command.add("http://127.0.0.1:%d%s".formatted(port, path));
		String output = ChildProcess
			.execFile(command, ExecOptions.defaults().with((spawn) -> spawn.withTimeout(duration.plus(GRACE))))
			.result()
			.join()
			.stdout();
		Matcher requests = REQUESTS.matcher(output);
		Matcher p99 = P99.matcher(output);
		if (FAILURES.matcher(output).find() || !requests.find() || !p99.find()) {
			throw new IOException("%s%n%s".formatted(String.join(" ", command), output));
		}
		long count = Long.parseLong(requests.group(1));
		return new Outcome(count, count / seconds(requests, 2), seconds(p99, 1) * 1000);
	}

	private static double seconds(Matcher matcher, int group) {
		double unit = switch (matcher.group(group + 1)) {
			case "us" -> 1e-6;
			case "ms" -> 1e-3;
			case "s" -> 1;
			default -> 60;
		};
		return Double.parseDouble(matcher.group(group)) * unit;
	}

	/**
	 * How requests were answered.
	 *
	 * @param requests their number
	 * @param rate requests per second
	 * @param p99 milliseconds that 99 % of them took at most
	 */
	public record Outcome(long requests, double rate, double p99) {

	}

}
