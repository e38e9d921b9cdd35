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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as Spring processed it ahead of time, when it was standalone, in each role.
 */
@Timeout(600)
class ProcessedIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final String MASTER_BEAN = "See each worker answer";

	private static final String PROCESSED = "Starting AOT-processed SampleApplication";

	@TempDir
	private Path directory;

	@TempDir
	private Path images;

	private SampleJar jar;

	@BeforeEach
	void deploy() {
		this.jar = SampleJar.deployTo(this.directory);
	}

	@Test
	void clusterServesReplacesAndRollsFromAnImage() {
		SampleCommand cluster = processed().workers(2).arguments("--cluster.worker.image.directory=" + this.images);
		try (SampleProcess preparation = cluster.arguments("--cluster.command=prepare").start()) {
			assertThat(preparation.awaitExit(DEADLINE)).as(() -> String.join("\n", preparation.output().all()))
				.isZero();
		}
		try (SampleProcess sample = cluster.start()) {
			List<Worker> workers = sample.awaitServing();
			assertThat(workers).hasSize(2).allSatisfy((worker) -> assertThat(startsFromAnArchive(worker)).isTrue());
			sample.awaitLine("\\[master] .*" + PROCESSED, DEADLINE);
			sample.awaitLine("\\[worker-0 [^]]+] .*" + PROCESSED, DEADLINE);
			sample.awaitLine("\\[worker-1 [^]]+] .*" + PROCESSED, DEADLINE);
			sample.awaitLine("\\[master] .*" + MASTER_BEAN, DEADLINE);
			AnswersOfAll.await(sample.client(), pids(workers));
			assertThat(sample.client().servedBy("/").role()).isEqualTo(ClusterRole.WORKER);
			int position = sample.output().position();
			sample.kill(workers.get(0));
			assertThat(sample.awaitListening(position, 1)).singleElement()
				.satisfies((worker) -> assertThat(startsFromAnArchive(worker)).isTrue());
			List<Worker> before = sample.awaitWorkers(2, DEADLINE);
			assertThat(sample.roll()).isEqualTo(new RollOutcome(1, true, "2 workers replaced"));
			List<Worker> after = sample.workers();
			assertThat(after).hasSize(2).doesNotContainAnyElementsOf(before);
			AnswersOfAll.await(sample.client(), pids(after));
			assertThat(sample.client().get("/actuator/health").statusCode()).isEqualTo(200);
			sample.signal("TERM");
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(143);
			assertThat(sample.output().awaitEnd(DEADLINE)).anyMatch((line) -> line.contains("Cluster stopped after"))
				.filteredOn((line) -> line.contains(MASTER_BEAN))
				.hasSize(1);
		}
	}

	@Test
	void standaloneApplicationHasNoBeansOfOtherRoles() {
		try (SampleProcess sample = processed().workers(0).start()) {
			SampleClient client = sample.client();
			sample.awaitLine(PROCESSED, DEADLINE);
			assertThat(client.servedBy("/"))
				.isEqualTo(new ServedBy("sample", ClusterRole.STANDALONE, null, null, sample.pid(), 0, "1"));
			assertThat(sample.workerPids()).isEmpty();
			sample.signal("TERM");
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(143);
			assertThat(sample.output().awaitEnd(DEADLINE)).noneMatch((line) -> line.contains(MASTER_BEAN));
		}
	}

	private SampleCommand processed() {
		return this.jar.command().vmArguments("-Dspring.aot.enabled=true");
	}

	private boolean startsFromAnArchive(Worker worker) {
		try {
			return Files.readString(Path.of("/proc/%d/maps".formatted(worker.pid())), StandardCharsets.ISO_8859_1)
				.contains(this.images.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Set<String> pids(List<Worker> workers) {
		return workers.stream().map((worker) -> Long.toString(worker.pid())).collect(Collectors.toSet());
	}

}
