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

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Endpoints of the actuator that reach other workers than the one that answers.
 */
class EndpointsIT {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final JsonMapper JSON = new JsonMapper();

	@ParameterizedTest
	@EnumSource(names = { "REACTOR_NETTY", "TOMCAT" })
	void reachTheWorkerThatIsNamed(SampleServer server) throws Exception {
		try (SampleProcess sample = server.sample()
			.workers(2)
			.arguments("--management.endpoints.web.exposure.include=*", "--management.endpoint.env.show-values=always",
					"--management.endpoint.loggers.access=unrestricted",
					"--management.endpoint.heapdump.access=unrestricted",
					// Other tests may keep the processors busy
					"--cluster.metrics.scrape-timeout=10s")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			sample.awaitLine("\\[master\\].* Started \\S*Sample", DEADLINE);
			SampleClient client = sample.client();
			for (Worker worker : workers) {
				assertThat(pid(client, worker)).isEqualTo(worker.pid());
				assertThat(get(client, "/actuator/threaddump?worker=" + worker.id()).at("/threads/0/threadName")
					.isString()).isTrue();
			}
			assertWorkerAnswersForItselfWithoutTheMaster(sample, client, workers);
			assertUnknownWorkersAreRefused(client);
			assertHeapIsSentAndRemoved(sample, workers.get(1));
			assertMetersAreThoseOfAllWorkersOrOfOne(client, workers);
			assertLogLevelReachesAll(sample, client, workers);
		}
	}

	private static long pid(SampleClient client, Worker worker) {
		return get(client, "/actuator/env/PID?worker=" + worker.id()).at("/property/value").asLong();
	}

	private static void assertWorkerAnswersForItselfWithoutTheMaster(SampleProcess sample, SampleClient client,
			List<Worker> workers) {
		SampleProcess.pause(sample.pid());
		try {
			for (Worker worker : workers) {
				assertThat(SampleProcess.whileOthersPause(worker, workers, () -> pid(client, worker)))
					.isEqualTo(worker.pid());
			}
		}
		finally {
			sample.signal("CONT");
		}
	}

	private static void assertUnknownWorkersAreRefused(SampleClient client) {
		SampleClient.Answer unknown = client.getOnNewConnection("/actuator/prometheus?worker=99");
		assertThat(unknown.status()).isEqualTo(404);
		assertThat(unknown.body()).contains("There is no worker 99");
		SampleClient.Answer wrong = client.getOnNewConnection("/actuator/env?worker=first");
		assertThat(wrong.status()).isEqualTo(400);
		assertThat(wrong.body()).contains("worker: first (expected: the id of a worker, from 1)");
	}

	private static void assertHeapIsSentAndRemoved(SampleProcess sample, Worker worker) throws Exception {
		SampleClient client = sample.client();
		HttpResponse<byte[]> dump = client.http()
			.send(HttpRequest.newBuilder(client.uri("/actuator/heapdump?worker=" + worker.id()))
				.timeout(DEADLINE.multipliedBy(2))
				.build(), HttpResponse.BodyHandlers.ofByteArray());
		assertThat(dump.statusCode()).isEqualTo(200);
		assertThat(new String(Arrays.copyOf(dump.body(), 12), StandardCharsets.US_ASCII)).isEqualTo("JAVA PROFILE");
		await().atMost(DEADLINE)
			.untilAsserted(
					() -> assertThat(sample.temporaryFiles()).noneMatch((file) -> file.toString().endsWith(".hprof")));
	}

	private static void assertMetersAreThoseOfAllWorkersOrOfOne(SampleClient client, List<Worker> workers) {
		double all = value(get(client, "/actuator/metrics/cluster.requests"), "COUNT");
		assertThat(all).isPositive();
		assertThat(get(client, "/actuator/metrics").at("/names").toString()).contains("cluster.scrape.duration")
			.contains("jvm.memory.used");
		JsonNode started = get(client, "/actuator/metrics/process.start.time");
		assertThat(started.at("/availableTags/0/tag").asString()).isEqualTo("worker");
		assertThat(started.at("/availableTags/0/values")).hasSize(workers.size());
		double sum = 0;
		for (Worker worker : workers) {
			double own = value(get(client, "/actuator/metrics/process.start.time?tag=worker:" + worker.id()), "VALUE");
			assertThat(value(get(client, "/actuator/metrics/process.start.time?worker=" + worker.id()), "VALUE"))
				.isEqualTo(own);
			sum += own;
		}
		assertThat(value(started, "VALUE")).isEqualTo(sum);
		assertThat(client.getOnNewConnection("/actuator/metrics/no.such.meter").status()).isEqualTo(404);
	}

	private static double value(JsonNode meter, String statistic) {
		for (JsonNode measurement : meter.at("/measurements")) {
			if (measurement.at("/statistic").asString().equals(statistic)) {
				return measurement.at("/value").asDouble();
			}
		}
		throw new AssertionError(statistic + " of " + meter);
	}

	private static void assertLogLevelReachesAll(SampleProcess sample, SampleClient client, List<Worker> workers)
			throws Exception {
		HttpResponse<String> set = client.http()
			.send(HttpRequest.newBuilder(client.uri("/actuator/loggers/com.acme.orders"))
				.header("Content-Type", "application/json")
				.timeout(DEADLINE)
				.POST(HttpRequest.BodyPublishers.ofString("{\"configuredLevel\":\"TRACE\"}"))
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(set.statusCode()).isEqualTo(204);
		for (Worker worker : workers) {
			assertThat(level(client, worker)).isEqualTo("TRACE");
		}
		sample.kill(workers.get(0));
		List<Worker> after = sample.awaitWorkers(2, SampleProcess.START_DEADLINE);
		assertThat(after).doesNotContain(workers.get(0));
		await().atMost(DEADLINE).untilAsserted(() -> {
			for (Worker worker : after) {
				assertThat(level(client, worker)).isEqualTo("TRACE");
			}
		});
	}

	private static String level(SampleClient client, Worker worker) {
		return get(client, "/actuator/loggers/com.acme.orders?worker=" + worker.id()).at("/configuredLevel").asString();
	}

	private static JsonNode get(SampleClient client, String path) {
		SampleClient.Answer answer = client.getOnNewConnection(path);
		assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
		return JSON.readTree(answer.body());
	}

}
