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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code kill -9} of any worker, every second, whether the last one is replaced or not:
 * nobody is turned away, and only the clients of the victims notice.
 */
@OneAtATime
class KillStormIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void aFewSeconds() {
		killAnyWorkerEverySecond(SampleCommand.sample(), 2, 5);
	}

	@Test
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void oneMinute() {
		killAnyWorkerEverySecond(SampleCommand.sample(), 4, 60);
	}

	private static void killAnyWorkerEverySecond(SampleCommand command, int size, int seconds) {
		Random random = new Random(seconds);
		try (SampleProcess sample = command.workers(size)
			.arguments("--server.http2.enabled=true", "--cluster.respawn.initial-delay=1ms",
					"--cluster.respawn.max-delay=100ms")
			.start()) {
			sample.awaitServing();
			sample.awaitLine("\\[master\\].* Started SampleApplication", SampleProcess.START_DEADLINE);
			// The first one loads classes, which opens what stays open
			kill(sample, random);
			sample.awaitWorkers(size, SampleProcess.START_DEADLINE);
			ProcessUsage before = ProcessUsage.of(sample.pid());
			int position = sample.output().position();
			List<Kill> kills = new ArrayList<>();
			Load load = Load.start(sample.client());
			try (load) {
				for (int i = 0; i < seconds; i++) {
					CompletableFuture<Void> second = oneSecond();
					kills.add(kill(sample, random));
					second.join();
				}
				List<Worker> workers = sample.awaitWorkers(size, SampleProcess.START_DEADLINE);
				load.awaitRequests(500, DEADLINE);
				assertThat(workers).extracting(Worker::slot)
					.containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
			}
			System.out.println(seconds + " kills: " + load.report());
			assertThat(load.failures()).noneMatch(Load.Failure::refused)
				.allMatch((failure) -> kills.stream().anyMatch((kill) -> kill.explains(failure)))
				.hasSizeLessThanOrEqualTo(kills.size() * load.clients());
			assertThat(sample.output().all(position, SampleProcess.EXITED)).extracting((exit) -> Worker.of(exit).pid())
				.containsExactlyElementsOf(kills.stream().map(Kill::pid).toList());
			assertThat(sample.workerPids())
				.containsExactlyElementsOf(new TreeSet<>(sample.workers().stream().map(Worker::pid).toList()));
			ProcessUsage.awaitNotAbove(before, sample.pid());
		}
	}

	/**
	 * Kill any worker, also one that only starts; one that has ended is none any more.
	 */
	private static Kill kill(SampleProcess sample, Random random) {
		List<Worker> workers = sample.output().await("a worker that lives", (lines) -> {
			List<Worker> alive = Roster.of(lines).alive();
			return alive.isEmpty() ? null : alive;
		}, DEADLINE);
		return sample.kill(workers.get(random.nextInt(workers.size())));
	}

	private static CompletableFuture<Void> oneSecond() {
		return CompletableFuture.runAsync(() -> {
		}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
	}

}
