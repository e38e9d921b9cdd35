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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers that answer requests of their own before they join.
 */
class WarmUpIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final String HEADER = "X-ClusterBoot-Warm-Up";

	private static final String METRIC = "/actuator/metrics/http.server.requests";

	@ParameterizedTest
	@EnumSource
	void isOverBeforeAWorkerListensAndLeavesNoTrace(SampleServer server, @TempDir Path logs) {
		try (SampleProcess sample = server.sample()
			.workers(1)
			.vmArguments("-Dreactor.netty.http.server.accessLogEnabled=true")
			.arguments("--server.tomcat.accesslog.enabled=true", "--server.tomcat.accesslog.buffered=false",
					"--server.tomcat.accesslog.directory=" + logs, "--server.jetty.accesslog.enabled=true",
					"--server.jetty.accesslog.filename=" + logs.resolve("access.log"))
			.arguments("--cluster.warm-up.paths=/,/client", "--cluster.warm-up.requests=60",
					"--cluster.warm-up.required=true", "--cluster.warm-up.timeout=2m",
					"--cluster.warm-up.parallelism=2", "--server.http2.enabled=true",
					"--cluster.recycle.max-requests=100", "--cluster.recycle.jitter=0",
					"--management.endpoints.web.exposure.include=metrics")
			.start()) {
			Worker worker = sample.awaitServing().get(0);
			List<String> lines = sample.output().all();
			assertThat(position(lines, "Warm-up finished: 120 requests in \\d+ ms \\(200: 120\\)"))
				.isGreaterThan(position(lines, "Warming up: 120 requests for /, /client over 2 connections at a time"))
				.isLessThan(position(lines, SampleProcess.LISTENING.pattern()));
			SampleClient client = sample.client();
			// Which knows the metrics of all workers
			sample.awaitLine("\\[master\\].* Started \\w*SampleApplication", DEADLINE);
			assertThat(client.getOnNewConnection(METRIC).status()).as("nothing was observed").isEqualTo(404);
			for (int i = 0; i < 20; i++) {
				assertThat(marked(client).statusCode()).isEqualTo(200);
			}
			assertThat(client.getOnNewConnection(METRIC).body()).contains("COUNT").contains("21.0");
			await("the access log").atMost(DEADLINE).until(() -> accessLog(sample, logs).size() >= 20);
			assertThat(accessLog(sample, logs)).as("access log").hasSize(20);
			assertThat(sample.workers()).as("120 requests more, and it would be recycled").containsExactly(worker);
			for (int i = 0; i < 80; i++) {
				marked(client);
			}
			sample.awaitLine("Worker 1 \\(slot 0, pid \\d+\\) is recycled", DEADLINE);
		}
	}

	/**
	 * The requests for the first path, in the output or in files.
	 */
	private static List<String> accessLog(SampleProcess sample, Path directory) {
		List<String> lines = new ArrayList<>(sample.output().all());
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				lines.addAll(Files.readAllLines(file));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return lines.stream().filter((line) -> line.contains("\"GET / HTTP/")).toList();
	}

	@Test
	void workerThatMustBeWarmAndIsNotLeavesTheOldOnesInPlace(@TempDir Path directory) {
		SampleJar jar = SampleJar.deployTo(directory);
		try (SampleProcess sample = jar.command()
			.workers(2)
			.arguments("--cluster.warm-up.paths=/", "--cluster.warm-up.requests=10", "--cluster.warm-up.timeout=2m",
					"--cluster.warm-up.required=true")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			jar.deploy("2", Fault.ANSWER_500);
			RollOutcome roll = sample.roll();
			assertThat(roll.finished()).isFalse();
			assertThat(roll.text())
				.matches("worker 3 \\(slot 0, pid \\d+\\) ended with exit code 1 before it was ready: "
						+ "its warm-up failed: GET / answered 500");
			sample.awaitLine(
					"^ {4}.*The warm-up of this worker failed: GET / answered 500 \\([12] requests? in \\d+ ms",
					DEADLINE);
			assertThat(sample.workers()).isEqualTo(workers);
			assertThat(sample.client().servedByOnNewConnection("/").version()).isEqualTo("1");
			jar.deploy("3");
			assertThat(sample.roll().finished()).isTrue();
			assertThat(sample.client().servedByOnNewConnection("/").version()).isEqualTo("3");
		}
	}

	@Test
	void workerThatNeedNotBeWarmJoinsAtTheTimeout() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.warm-up.paths=/slow?ms=600000", "--cluster.warm-up.timeout=1s")
			.start()) {
			sample.awaitServing();
			sample.awaitLine("WARN .*Warm-up failed, and this worker joins nevertheless: "
					+ "GET /slow\\?ms=600000 answered 0 of 1000 requests within 1000 ms", DEADLINE);
			assertThat(sample.client().get("/").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void warmUpEndsWithItsWorker() {
		try (SampleProcess sample = warmingUpForLong().start()) {
			sample.awaitLine("Warming up: 1000 requests for /slow", DEADLINE);
			SampleProcess.signal("TERM", Worker.of(sample.output().await(SampleProcess.FORKED, DEADLINE)).pid());
			sample.output().await(SampleProcess.EXITED, DEADLINE);
			assertGivenUp(sample.output().all());
		}
	}

	@Test
	void warmUpEndsWithTheCluster() {
		try (SampleProcess sample = warmingUpForLong().start()) {
			sample.awaitLine("Warming up: 1000 requests for /slow", DEADLINE);
			sample.signal("TERM");
			sample.awaitExit(DEADLINE);
			assertGivenUp(sample.output().awaitEnd(DEADLINE));
		}
	}

	private static SampleCommand warmingUpForLong() {
		return SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.warm-up.paths=/slow?ms=600000", "--cluster.warm-up.timeout=10m",
					"--cluster.startup-timeout=10m", "--cluster.drain-timeout=10m");
	}

	private static void assertGivenUp(List<String> lines) {
		assertThat(lines).anyMatch((line) -> line.contains("Warm-up given up, as this worker ends: 0 requests"))
			.noneMatch((line) -> SampleProcess.LISTENING.matcher(line).find());
	}

	private static HttpResponse<String> marked(SampleClient client) {
		return client.http()
			.sendAsync(HttpRequest.newBuilder(client.uri("/")).header(HEADER, "0").build(), BodyHandlers.ofString())
			.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

	private static int position(List<String> lines, String regex) {
		Pattern pattern = Pattern.compile(regex);
		for (int i = 0; i < lines.size(); i++) {
			if (pattern.matcher(lines.get(i)).find()) {
				return i;
			}
		}
		throw new AssertionError("no line: " + regex);
	}

}
