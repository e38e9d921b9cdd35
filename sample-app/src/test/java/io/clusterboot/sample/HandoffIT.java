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

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The master accepts connections and hands them over: when the master or a worker stops
 * or dies in the middle of that, every client is still served.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HandoffIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Map<Traffic, Integer> MANY_NEW_CONNECTIONS = Map.of(Traffic.KEEP_ALIVE, 2,
			Traffic.NEW_CONNECTION, 6, Traffic.UPLOAD, 2, Traffic.WEB_SOCKET, 1, Traffic.HTTP_2, 2);

	private static final int CONNECTIONS = 8;

	private static final String SERVED = "Served by ";

	private static final String RESET = "Connection reset";

	private static SampleProcess sample;

	private static SampleClient client;

	private List<Worker> workers;

	@BeforeAll
	static void start() {
		sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.scheduling-policy=round-robin", "--server.http2.enabled=true",
					"--cluster.respawn.initial-delay=1ms", "--cluster.respawn.max-delay=1ms",
					"--cluster.respawn.max-failures=100")
			.start();
		sample.awaitServing();
		client = sample.client();
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@BeforeEach
	void awaitWorkers() {
		this.workers = sample.awaitWorkers(2, DEADLINE);
	}

	@Test
	void workersTakeTurns() {
		Turns.await(client, 2);
	}

	@Test
	@Tag("long")
	void workersTakeManyTurns() {
		Spread spread = Spread.oneAtATime(client, 10_000);
		System.out.printf("%s: %.3f times the mean%n", spread, spread.busiest(2));
		assertThat(spread.busiest(2)).as(spread.toString()).isLessThanOrEqualTo(1.02);
		Spread bursts = Spread.inBursts(client, 10_000, 256);
		System.out.printf("In bursts: %s, %.3f times the mean%n", bursts, bursts.busiest(2));
	}

	@Test
	void stoppedMasterIsNotMissed() {
		int position = sample.output().position();
		Load load = Load.start(client, MANY_NEW_CONNECTIONS);
		try (load) {
			SampleProcess.pause(sample.pid());
			try {
				long begin = System.nanoTime();
				client.servedByOnNewConnection("/");
				System.out.printf("Served %d ms after the master stopped%n", (System.nanoTime() - begin) / 1_000_000);
				load.awaitRequests(200, DEADLINE);
				AnswersOfAll.await(client,
						this.workers.stream().map((worker) -> Long.toString(worker.pid())).collect(Collectors.toSet()));
			}
			finally {
				sample.signal("CONT");
			}
			sample.output()
				.await(position, Pattern.compile("Master is back; it hands connections over again"), 2, DEADLINE);
			load.awaitRequests(200, DEADLINE);
		}
		System.out.println(load.report());
		assertThat(load.failures()).isEmpty();
		Turns.await(client, 2);
		assertThat(sample.workers()).isEqualTo(this.workers);
	}

	@Test
	void connectionOfAWorkerThatStandsStillIsServedByAnotherAndOnce() {
		Worker other = this.workers.get(0);
		Worker stopped = this.workers.get(1);
		Turns.await(client, 2);
		List<KeptConnection> connections = new ArrayList<>();
		try {
			SampleProcess.pause(stopped.pid());
			try {
				for (int i = 0; i < CONNECTIONS; i++) {
					connections.add(client.keepConnection().answerDeadline(DEADLINE).send("/"));
				}
				long begin = System.nanoTime();
				assertThat(connections).extracting((connection) -> connection.awaitServedBy().pid())
					.containsOnly(other.pid());
				System.out.printf("All served at most %d ms after the last was opened%n",
						(System.nanoTime() - begin) / 1_000_000);
				// Half of them were on their way to the other, which has descriptors for
				// them still
				for (KeptConnection connection : connections.subList(0, CONNECTIONS / 2)) {
					connection.request(Spread.ONLY_REQUEST).awaitServedBy();
					connection.awaitEnd();
				}
			}
			finally {
				SampleProcess.signal("CONT", stopped.pid());
			}
			// It has its turns when it has answered for all it was offered before
			Turns.await(client, 2);
			assertThat(connections.subList(CONNECTIONS / 2, CONNECTIONS))
				.extracting((connection) -> connection.servedBy("/").pid())
				.containsOnly(other.pid());
		}
		finally {
			connections.forEach(KeptConnection::close);
		}
	}

	@Test
	void connectionOfAWorkerThatDiesIsServedByAnotherOrReset() {
		Worker survivor = servedByTheOtherOne();
		ProcessUsage before = ProcessUsage.of(sample.pid());
		losesBoth();
		ProcessUsage.awaitNotAbove(before, sample.pid());
		assertThat(sample.workers()).doesNotContain(survivor);
	}

	/**
	 * Stop a worker, let every other of some connections be given to it, and kill it.
	 */
	private Worker servedByTheOtherOne() {
		Worker survivor = this.workers.get(0);
		Worker victim = this.workers.get(1);
		int position = sample.output().position();
		SampleProcess.pause(victim.pid());
		List<KeptConnection> connections = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				connections.add(client.keepConnection().answerDeadline(DEADLINE).send("/"));
			}
			long begin = System.nanoTime();
			SampleProcess.signal("KILL", victim.pid());
			List<String> ends = connections.stream().map(HandoffIT::endOf).toList();
			System.out.printf("%s at most %d ms after the kill%n", ends, (System.nanoTime() - begin) / 1_000_000);
			assertThat(ends).contains(servedBy(survivor.pid()))
				.allMatch((end) -> end.equals(servedBy(survivor.pid())) || end.contains(RESET));
		}
		finally {
			connections.forEach(KeptConnection::close);
		}
		assertThat(sample.awaitListening(position, 1)).extracting(Worker::slot).containsExactly(victim.slot());
		return survivor;
	}

	private void losesBoth() {
		List<Worker> both = sample.awaitWorkers(2, DEADLINE);
		both.forEach((worker) -> SampleProcess.pause(worker.pid()));
		try (KeptConnection given = client.keepConnection()) {
			given.send("/");
			assertThat(given.staysOpenFor(Duration.ofMillis(1))).isTrue();
			long begin = System.nanoTime();
			both.forEach((worker) -> SampleProcess.signal("KILL", worker.pid()));
			String end = endOf(given.answerDeadline(DEADLINE));
			System.out.printf("%s %d ms after the kill of both%n", end, (System.nanoTime() - begin) / 1_000_000);
			assertThat(end).containsAnyOf(RESET, SERVED);
		}
		sample.awaitWorkers(2, DEADLINE);
	}

	private static String endOf(KeptConnection connection) {
		try {
			return servedBy(connection.awaitServedBy().pid());
		}
		catch (UncheckedIOException ex) {
			return String.valueOf(ex.getCause());
		}
	}

	private static String servedBy(long pid) {
		return SERVED + pid;
	}

}
