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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All workers are replaced, and their number changed, while clients of every kind ask:
 * none of them notices.
 */
@OneAtATime
class RollIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int PROBES = 40;

	@TempDir
	private Path jarDirectory;

	@TempDir
	private Path temp;

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void rollsDeploysAndScalesWithoutAnError() {
		SampleJar jar = SampleJar.deployTo(this.jarDirectory);
		try (SampleProcess sample = cluster(jar, 2).arguments("--cluster.rolling.canary-time=500ms").start()) {
			Worker victim = sample.awaitServing().get(0);
			jar.deploy("2");
			Worker respawned = respawn(sample, victim);
			assertThat(versionOf(sample, respawned)).as("version before the roll").isEqualTo("1");
			Load load = Load.start(sample.client());
			try (load) {
				roll(sample, load, "2", 1);
				Scaling.underLoad(sample, load, 200, 2, 3, 1);
				load.awaitRequests(Math.max(1, 2000 - load.report().total()), DEADLINE);
			}
			assertNoFailure(load, 2000);
		}
		assertThat(this.temp).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	@Tag("long")
	@Timeout(value = 20, unit = TimeUnit.MINUTES)
	void fiveRollsBackToBack(int workers) {
		fiveRolls(workers, (jar, generation) -> "1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	@Tag("long")
	@Timeout(value = 20, unit = TimeUnit.MINUTES)
	void fiveRollsWithTheJarReplacedInBetween(int workers) {
		fiveRolls(workers, (jar, generation) -> {
			String version = "after-" + generation;
			jar.deploy(version);
			return version;
		});
	}

	/**
	 * Roll five times.
	 * @param workers how many workers
	 * @param deployment what happens before each, and which version it leaves
	 */
	private void fiveRolls(int workers, BiFunction<SampleJar, Integer, String> deployment) {
		SampleJar jar = SampleJar.deployTo(this.jarDirectory);
		try (SampleProcess sample = cluster(jar, workers).start()) {
			sample.awaitServing();
			Load load = Load.start(sample.client());
			try (load) {
				for (int generation = 1; generation <= 5; generation++) {
					roll(sample, load, deployment.apply(jar, generation), generation);
				}
				load.awaitRequests(Math.max(1, 20_000 - load.report().total()), DEADLINE);
			}
			assertNoFailure(load, 20_000);
		}
	}

	@Test
	@Tag("long")
	@Timeout(value = 20, unit = TimeUnit.MINUTES)
	void scalesUpAndDown() {
		SampleJar jar = SampleJar.deployTo(this.jarDirectory);
		try (SampleProcess sample = cluster(jar, 2).start()) {
			sample.awaitServing();
			Load load = Load.start(sample.client());
			try (load) {
				Scaling.underLoad(sample, load, 200, 2, 4, 1, 3);
				roll(sample, load, "1", 1);
				Scaling.underLoad(sample, load, 200, 3, 4, 1, 3);
				load.awaitRequests(Math.max(1, 20_000 - load.report().total()), DEADLINE);
			}
			assertNoFailure(load, 20_000);
		}
	}

	private SampleCommand cluster(SampleJar jar, int workers) {
		return jar.command()
			.vmArguments("-Djava.io.tmpdir=" + this.temp)
			.workers(workers)
			.arguments("--server.http2.enabled=true");
	}

	private static Worker respawn(SampleProcess sample, Worker victim) {
		int position = sample.output().position();
		Kill.of(victim);
		return sample.awaitListening(position, 1).get(0);
	}

	private static String versionOf(SampleProcess sample, Worker worker) {
		return SampleProcess.whileOthersPause(worker, sample.workers(),
				() -> sample.client().servedByOnNewConnection("/").version());
	}

	/**
	 * Roll, and look whether everybody is replaced, in order, and nobody else was.
	 */
	private static void roll(SampleProcess sample, Load load, String version, int generation) {
		List<Worker> before = sample.workers();
		int position = sample.output().position();
		assertThat(sample.roll()).isEqualTo(new RollOutcome(generation, true, before.size() + " workers replaced"));
		List<Worker> after = sample.workers();
		assertThat(after).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
		assertThat(after).extracting(Worker::slot).isEqualTo(before.stream().map(Worker::slot).toList());
		assertThat(sample.output().all(position, SampleProcess.FORKED).stream().map(Worker::of))
			.containsExactlyInAnyOrderElementsOf(after);
		assertThat(sample.output().all(position, SampleProcess.EXITED).stream().map(Worker::of))
			.containsExactlyInAnyOrderElementsOf(before);
		Set<Long> pids = after.stream().map(Worker::pid).collect(Collectors.toSet());
		assertThat(IntStream.range(0, PROBES).mapToObj((i) -> sample.client().servedByOnNewConnection("/")))
			.allSatisfy((answer) -> {
				assertThat(answer.pid()).isIn(pids);
				assertThat(answer.version()).isEqualTo(version);
				assertThat(answer.generation()).isEqualTo(generation);
			});
		pids.forEach((pid) -> load.awaitAnswerOf(pid, DEADLINE));
	}

	private static void assertNoFailure(Load load, int atLeast) {
		System.out.println(load.report());
		assertThat(load.failures()).isEmpty();
		assertThat(load.report().total()).isGreaterThanOrEqualTo(atLeast);
		assertThat(load.report().answered()).containsOnlyKeys(Traffic.values());
	}

}
