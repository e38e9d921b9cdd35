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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The metrics of the whole cluster, read at any worker.
 */
@OneAtATime
class MetricsIT {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final Map<Traffic, Integer> BRIEF = Map.of(Traffic.KEEP_ALIVE, 2, Traffic.NEW_CONNECTION, 2);

	private static final String REQUESTS = "http_server_requests_seconds_count";

	private static final int KILLS = 20;

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void noCounterFallsWhileWorkersAreKilled() {
		try (SampleProcess sample = start(SampleServer.REACTOR_NETTY, 3, "--cluster.respawn.initial-delay=1ms",
				"--cluster.respawn.max-delay=100ms")) {
			Random random = new Random(KILLS);
			long began = System.nanoTime();
			Scraper scraper = Scraper.start(sample.client());
			Load load = Load.start(sample.client(), BRIEF);
			try (scraper; load) {
				for (int i = 0; i < KILLS; i++) {
					KillStorm.kill(sample, random);
					load.awaitRequests(40, DEADLINE);
				}
				sample.awaitWorkers(3, SampleProcess.START_DEADLINE);
			}
			System.out.println(KILLS + " kills: " + scraper + "; " + load.report());
			assertThat(scraper.stop()).isEmpty();
			assertThat(scraper.scrapes()).isGreaterThan(KILLS);
			double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
			int answered = load.report().total();
			double counted = Scrape.of(sample.client()).sum(REQUESTS, "uri=\"/slow\"");
			System.out.println(counted + " requests counted");
			// What a killed worker answered in its last second may be missing, and an
			// answer that no client saw may be counted
			assertThat(counted).isBetween(answered - KILLS * (answered / seconds),
					answered + load.failures().size() + 0.0);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR_NETTY", "TOMCAT" })
	void rollsAndScalingLoseNothing(SampleServer server) {
		try (SampleProcess sample = start(server, 2)) {
			Scraper scraper = Scraper.start(sample.client());
			Load load = Load.start(sample.client(), BRIEF);
			try (scraper; load) {
				sample.roll();
				sample.scale(2, 3);
				sample.scale(3, 2);
				load.awaitRequests(50, DEADLINE);
			}
			System.out.println(server + ": " + scraper + "; " + load.report());
			assertThat(load.failures()).isEmpty();
			assertThat(scraper.stop()).isEmpty();
			await().atMost(DEADLINE)
				.untilAsserted(() -> assertThat(Scrape.of(sample.client()).sum(REQUESTS, "uri=\"/slow\""))
					.isEqualTo(load.report().total()));
		}
	}

	@Test
	void workerThatHangsCostsTheDeadlineAndIsReported() {
		try (SampleProcess sample = start(SampleServer.REACTOR_NETTY, 2)) {
			List<Worker> workers = sample.workers();
			SampleClient client = sample.client();
			Load load = Load.start(client, BRIEF);
			load.awaitRequests(50, DEADLINE);
			load.close();
			Scrape before = Scrape.of(client);
			assertThat(before.missingWorkers()).isZero();
			Scrape during = SampleProcess.whileOthersPause(workers.get(0), workers, () -> {
				long began = System.nanoTime();
				Scrape scrape = Scrape.of(client);
				assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(900),
						Duration.ofSeconds(4));
				return scrape;
			});
			assertThat(during.missingWorkers()).isEqualTo(1);
			assertThat(during.fallenSince(before)).isEmpty();
			assertThat(Scrape.of(client).missingWorkers()).isZero();
		}
	}

	@Test
	void masterThatHangsMakesAScrapeFailAndNotFall() {
		try (SampleProcess sample = start(SampleServer.REACTOR_NETTY, 2)) {
			SampleProcess.pause(sample.pid());
			SampleClient.Answer during = Scrape.answer(sample.client());
			assertThat(during.status()).isEqualTo(503);
			assertThat(during.body()).startsWith("The master did not collect the metrics of the cluster");
			sample.signal("CONT");
			await().atMost(DEADLINE)
				.untilAsserted(() -> assertThat(Scrape.of(sample.client()).missingWorkers()).isZero());
		}
	}

	private static SampleProcess start(SampleServer server, int workers, String... arguments) {
		SampleProcess sample = server.sample()
			.workers(workers)
			.arguments("--management.endpoints.web.exposure.include=*")
			.arguments(arguments)
			.start();
		try {
			sample.awaitServing();
			sample.awaitLine("\\[master\\].* Started \\S*Sample", SampleProcess.START_DEADLINE);
			return sample;
		}
		catch (RuntimeException | AssertionError ex) {
			sample.close();
			throw ex;
		}
	}

}
