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
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.clusterboot.sample.SampleProcess.Worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code kill -9} of any worker, every second, whether the last one is replaced or not.
 */
final class KillStorm {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final SampleProcess sample;

	private final int size;

	private final Random random;

	private final ProcessUsage before;

	private final int position;

	private final List<Kill> kills = new ArrayList<>();

	private List<Load.Failure> failures = List.of();

	private List<Long> exits = List.of();

	private KillStorm(SampleProcess sample, int size, Random random) {
		this.sample = sample;
		this.size = size;
		this.random = random;
		this.before = ProcessUsage.of(sample.pid());
		this.position = sample.output().position();
	}

	/**
	 * Remember what the master holds before. It should have replaced a worker already, as
	 * that loads classes, which opens what stays open.
	 */
	static KillStorm on(SampleProcess sample, int size, Random random) {
		return new KillStorm(sample, size, random);
	}

	/**
	 * Kill a random worker, which may still be starting.
	 */
	static Kill kill(SampleProcess sample, Random random) {
		List<Worker> workers = sample.output().await("a worker that lives", (lines) -> {
			List<Worker> alive = Roster.of(lines).alive();
			return alive.isEmpty() ? null : alive;
		}, DEADLINE);
		return sample.kill(workers.get(random.nextInt(workers.size())));
	}

	/**
	 * Kill during a time, and wait until all slots are full again and clients are
	 * answered.
	 */
	void rage(Load load, int seconds) {
		for (int i = 0; i < seconds; i++) {
			long start = System.nanoTime();
			this.kills.add(kill(this.sample, this.random));
			Duration rest = INTERVAL.minusNanos(Math.min(INTERVAL.toNanos(), System.nanoTime() - start));
			await().during(rest)
				.atMost(rest.plus(DEADLINE))
				.until(() -> load.failures().stream().noneMatch(Load.Failure::refused));
		}
		List<Worker> workers = this.sample.awaitWorkers(this.size, SampleProcess.START_DEADLINE);
		load.awaitRequests(500, DEADLINE);
		assertThat(workers).extracting(Worker::slot)
			.containsExactlyElementsOf(IntStream.range(0, this.size).boxed().toList());
		this.failures = load.failures();
		this.exits = this.sample.output()
			.all(this.position, SampleProcess.EXITED)
			.stream()
			.map((exit) -> Worker.of(exit).pid())
			.toList();
	}

	/**
	 * What has failed until the clients were answered again.
	 */
	List<Load.Failure> failures() {
		return this.failures;
	}

	/**
	 * Assert that no connection was refused, that only the clients of the victims
	 * noticed, and that nothing is left behind. To be called when the load has ended.
	 */
	void assertOnlyClientsOfVictimsNoticed(Load load) {
		System.out.println(this.kills.size() + " kills: " + load.report());
		assertThat(this.failures).noneMatch(Load.Failure::refused)
			.allMatch((failure) -> this.kills.stream().anyMatch((kill) -> kill.explains(failure)))
			.hasSizeLessThanOrEqualTo(this.kills.size() * load.clients());
		assertThat(this.exits).containsExactlyElementsOf(this.kills.stream().map(Kill::pid).toList());
		assertThat(this.sample.workerPids())
			.containsExactlyElementsOf(new TreeSet<>(this.sample.workers().stream().map(Worker::pid).toList()));
		ProcessUsage.awaitNotAbove(this.before, this.sample.pid());
	}

}
