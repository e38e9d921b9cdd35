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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are more than the workers may have wait in the backlog until others
 * are closed, whatever policy brings them to the workers.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ConnectionLimitIT {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final int PER_WORKER = 2;

	private static final int PER_CLUSTER = 3;

	private static final int CLIENTS = 24;

	private static final Pattern PAUSED = Pattern
		.compile("Accepting paused on \\S+: every worker is at its connection limit");

	private static final Pattern RESUMED = Pattern.compile("Accepting resumed on \\S+ after ");

	@ParameterizedTest
	@CsvSource({ "REACTOR_NETTY, shared", "REACTOR_NETTY, round-robin", "TOMCAT, shared", "JETTY, round-robin" })
	void connectionsBeyondTheLimitWait(SampleServer server, String policy) {
		limit(server, policy);
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR_NETTY, reuse-port", "REACTOR_NETTY, least-connections", "REACTOR_NETTY, source-hash",
			"TOMCAT, round-robin", "TOMCAT, reuse-port", "JETTY, shared", "JETTY, least-connections" })
	@Tag("long")
	void connectionsBeyondTheLimitWaitUnderEachPolicy(SampleServer server, String policy) {
		limit(server, policy);
	}

	private static void limit(SampleServer server, String policy) {
		try (SampleProcess sample = server.sample()
			.workers(2)
			.arguments("--cluster.scheduling-policy=" + policy, "--server.forward-headers-strategy=native",
					"--cluster.max-connections=" + PER_CLUSTER, "--cluster.worker.max-connections=" + PER_WORKER)
			.start()) {
			sample.awaitServing();
			addressOfTheClientIsKnown(sample);
			atMost(PER_CLUSTER, sample);
			assertThat(sample.scale(2, 1)).extracting(Worker::slot).containsExactly(0);
			atMost(PER_WORKER, sample);
		}
	}

	/**
	 * Open many connections that stay open until the log says that accepting is paused,
	 * and check that the others are served afterwards, never more than the limit at a
	 * time.
	 */
	private static void atMost(int limit, SampleProcess sample) {
		int position = sample.output().position();
		CountDownLatch paused = new CountDownLatch(1);
		AtomicInteger open = new AtomicInteger();
		Semaphore served = new Semaphore(0);
		List<CompletableFuture<Integer>> clients = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
		try {
			for (int i = 0; i < CLIENTS; i++) {
				clients.add(CompletableFuture.supplyAsync(() -> ask(sample.client(), open, served, paused), threads));
			}
			awaitServed(served, limit);
			sample.output().await(position, PAUSED, DEADLINE);
			assertThat(open).hasValue(limit);
			assertThat(sample.output().all(position, PAUSED)).hasSize(1);
			assertThat(sample.output().all(position, RESUMED)).isEmpty();
			paused.countDown();
			assertThat(clients).allSatisfy((client) -> assertThat(client).succeedsWithin(DEADLINE)
				.asInstanceOf(InstanceOfAssertFactories.INTEGER)
				.isLessThanOrEqualTo(limit));
		}
		finally {
			paused.countDown();
			threads.shutdown();
		}
		sample.output().await(position, RESUMED, DEADLINE);
	}

	private static void awaitServed(Semaphore served, int count) {
		try {
			assertThat(served.tryAcquire(count, DEADLINE.toSeconds(), TimeUnit.SECONDS)).as("%d are served", count)
				.isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Be served, and leave the connection open for a while.
	 * @return how many were open at least when this one was served
	 */
	private static int ask(SampleClient client, AtomicInteger open, Semaphore served, CountDownLatch paused) {
		try (KeptConnection connection = client.keepConnection().answerDeadline(DEADLINE)) {
			connection.servedBy("/");
			int count = open.incrementAndGet();
			served.release();
			paused.await();
			open.decrementAndGet();
			return count;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	private static void addressOfTheClientIsKnown(SampleProcess sample) {
		try (KeptConnection connection = sample.client().from("127.0.0.9").keepConnection()) {
			assertThat(connection.send("/client").awaitAnswer().body()).isEqualTo("127.0.0.9");
			connection.request("GET /client HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n");
			assertThat(connection.awaitAnswer().body()).isEqualTo("203.0.113.7");
		}
	}

}
