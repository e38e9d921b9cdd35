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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.clusterboot.test.TestCluster;
import io.clusterboot.test.WorkerProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who leads in the packaged sample, while workers are killed, stopped, replaced and
 * removed. Each worker logs when its leadership begins and ends, by a clock that all
 * share.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LeadershipIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Pattern FROM = Pattern.compile("Leads from (\\d+): pid (\\d+), epoch (\\d+)");

	private static final Pattern UNTIL = Pattern.compile("Led until (\\d+): pid (\\d+), epoch (\\d+)");

	private static final Pattern JOB = Pattern.compile("Job runs: pid (\\d+), epoch (\\d+)");

	private final TestCluster cluster = SampleCommand.sample()
		.arguments("--cluster.worker.max-heap=96MB", "--cluster.liveness-timeout=8s",
				"--cluster.rolling.canary-time=1s", "--cluster.respawn.max-failures=100", "--cluster.scheduled=leader",
				"--sample.job-interval=100")
		.cluster()
		.workers(3)
		.start();

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	@Test
	void oneWorkerLeadsWhateverHappens() {
		long first = awaitLeader(0);
		int position = this.cluster.output().position();
		worker(first).kill();
		long second = awaitLeader(position);
		this.cluster.awaitReady();

		position = this.cluster.output().position();
		worker(second).freeze();
		long third = awaitLeader(position);
		assertThat(third).isNotEqualTo(second);
		this.cluster.awaitReady();

		position = this.cluster.output().position();
		this.cluster.roll();
		long fourth = awaitLeader(position);
		assertThat(this.cluster.awaitReady().workers()).hasSize(3).extracting(WorkerProcess::pid).contains(fourth);

		position = this.cluster.output().position();
		this.cluster.scale(1);
		this.cluster.scale(2);
		this.cluster.output().await(position, JOB, 3, DEADLINE);
		assertThat(this.cluster.awaitReady().workers()).hasSize(2)
			.extracting(WorkerProcess::pid)
			.contains(currentLeader());
		this.cluster.master().terminate();
		assertThat(this.cluster.master().awaitExitCode()).isEqualTo(143);
		assertLeadershipsDoNotOverlap();
		assertJobsRanOnTheLeader();
	}

	private WorkerProcess worker(long pid) {
		return this.cluster.workers().stream().filter((worker) -> worker.pid() == pid).findFirst().orElseThrow();
	}

	/**
	 * Wait for the first leader after a position, which runs its job.
	 * @return its pid
	 */
	private long awaitLeader(int position) {
		MatchResult from = this.cluster.output().await(position, FROM, DEADLINE);
		long pid = Long.parseLong(from.group(2));
		this.cluster.output()
			.await(position, Pattern.compile("Job runs: pid %d, epoch %s\\b".formatted(pid, from.group(3))), DEADLINE);
		return pid;
	}

	private long currentLeader() {
		return lines(FROM).reduce((former, latter) -> latter)
			.map((from) -> Long.parseLong(from.group(2)))
			.orElseThrow();
	}

	/**
	 * Each leadership has an epoch of its own, and those that ended in order did so
	 * before the next one began.
	 */
	private void assertLeadershipsDoNotOverlap() {
		Map<Long, Long> begins = new TreeMap<>();
		lines(FROM)
			.forEach((from) -> assertThat(begins.put(Long.parseLong(from.group(3)), Long.parseLong(from.group(1))))
				.as(from.group())
				.isNull());
		assertThat(List.copyOf(begins.values())).as("begins by epoch").isSorted().hasSizeGreaterThanOrEqualTo(4);
		Map<Long, Long> ends = new TreeMap<>();
		lines(UNTIL).forEach((until) -> ends.put(Long.parseLong(until.group(3)), Long.parseLong(until.group(1))));
		assertThat(ends).isNotEmpty();
		ends.forEach((epoch, end) -> begins.forEach((later, begin) -> {
			if (later > epoch) {
				assertThat(begin).as("epoch %d after %d", later, epoch).isGreaterThan(end);
			}
		}));
	}

	private void assertJobsRanOnTheLeader() {
		Map<String, String> leaders = new TreeMap<>();
		lines(FROM).forEach((from) -> leaders.put(from.group(3), from.group(2)));
		assertThat(lines(JOB).toList()).isNotEmpty()
			.allSatisfy((job) -> assertThat(job.group(1)).as(job.group()).isEqualTo(leaders.get(job.group(2))));
	}

	private Stream<MatchResult> lines(Pattern pattern) {
		return this.cluster.output()
			.all()
			.stream()
			.map(pattern::matcher)
			.filter(Matcher::find)
			.map(Matcher::toMatchResult);
	}

}
