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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.sample.SampleProcess.Worker;
import io.clusterboot.test.process.ProcessThreads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample as a cluster of two workers, undisturbed.
 */
class ClusterIT {

	private static SampleProcess sample;

	private static List<Worker> workers;

	@BeforeAll
	static void start() {
		sample = SampleCommand.sample().workers(2).start();
		workers = sample.awaitServing();
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@Test
	void fillsEverySlotWithAChildOfItsOwn() {
		assertThat(workers).extracting(Worker::id).containsExactly(1, 2);
		assertThat(workers).extracting(Worker::slot).containsExactly(0, 1);
		assertThat(sample.workerPids()).containsExactlyElementsOf(new TreeSet<>(pids()));
	}

	@Test
	void everyWorkerServesTheOnePort() {
		SampleClient client = sample.client();
		for (Worker worker : workers) {
			ServedBy expected = new ServedBy("sample", ClusterRole.WORKER, worker.id(), worker.slot(), worker.pid(), 0,
					"1");
			SampleProcess.whileOthersPause(worker, workers, () -> {
				assertThat(client.servedByOnNewConnection("/")).isEqualTo(expected);
				return null;
			});
		}
	}

	@Test
	void connectionsSpreadOverAllWorkers() {
		SampleClient client = sample.client();
		List<KeptConnection> connections = new ArrayList<>();
		Set<Long> answered = new HashSet<>();
		try {
			// More than one batch only if the machine has let one of them stand
			while (connections.size() < 400 && answered.size() < workers.size()) {
				List<KeptConnection> batch = IntStream.range(0, 40).mapToObj((i) -> client.keepConnection()).toList();
				connections.addAll(batch);
				batch.forEach((connection) -> answered.add(connection.servedBy("/").pid()));
			}
			assertThat(answered).containsExactlyInAnyOrderElementsOf(pids());
		}
		finally {
			connections.forEach(KeptConnection::close);
		}
	}

	@Test
	void aConnectionStaysWithItsWorker() {
		try (KeptConnection connection = sample.client().keepConnection()) {
			ServedBy first = connection.servedBy("/");
			for (int i = 0; i < 20; i++) {
				assertThat(connection.servedBy("/")).isEqualTo(first);
			}
		}
	}

	@Test
	void saysWhoAnswersInJson() {
		Worker worker = workers.get(1);
		String body = SampleProcess.whileOthersPause(worker, workers,
				() -> sample.client().getOnNewConnection("/").body());
		assertThat(body).isEqualTo(("{\"application\":\"sample\",\"role\":\"WORKER\",\"worker\":%d,\"slot\":1,"
				+ "\"pid\":%d,\"generation\":0,\"version\":\"1\"}")
			.formatted(worker.id(), worker.pid()));
	}

	@Test
	void logsLinesThatTellWhoWroteThem() {
		for (Worker worker : workers) {
			assertThat(sample.output().all()).as("lines of %s", worker)
				.filteredOn((line) -> line.contains("[worker-%d #%d g0]".formatted(worker.slot(), worker.id())))
				.isNotEmpty()
				.allMatch((line) -> line.matches(".* %d --- \\[sample] \\[.{15}] \\[worker-%d #%d g0] .*"
					.formatted(worker.pid(), worker.slot(), worker.id())));
		}
		assertThat(sample.output().all()).as("lines of the master")
			.filteredOn((line) -> line.contains("[master]"))
			.isNotEmpty()
			.allMatch((line) -> line.matches(".* %d --- \\[sample] \\[.{15}] \\[master] .*".formatted(sample.pid())));
		assertThat(sample.output().all()).as("banners")
			.filteredOn((line) -> line.contains(":: Spring Boot ::"))
			.hasSize(1);
		assertThat(sample.output().all()).noneMatch((line) -> line.startsWith("WARNING:"));
	}

	@Test
	void masterRunsNoServer() {
		sample.output().await(0, Pattern.compile("Netty started on port"), 2, SampleProcess.START_DEADLINE);
		assertThat(sample.output().all()).filteredOn((line) -> line.contains("Netty started on port"))
			.hasSize(2)
			.noneMatch((line) -> line.contains("[master]"));
		sample.client().servedByOnNewConnection("/");
		String loop = "reactor-http-ep";
		assertThat(ProcessThreads.of(sample.pid()).names()).noneMatch((name) -> name.startsWith(loop));
		assertThat(workers).anyMatch(
				(worker) -> ProcessThreads.of(worker.pid()).names().stream().anyMatch((name) -> name.startsWith(loop)));
	}

	@Test
	void saysStartedOnceTheClusterServes() {
		sample.awaitLine("\\[master\\].* Started SampleApplication", SampleProcess.START_DEADLINE);
		List<String> lines = sample.output().all();
		assertThat(indexOf(lines, "\\[master\\].*Cluster serves on \\*:\\d+ with 2 of 2 workers after .*"))
			.isLessThan(indexOf(lines, "\\[master\\].* Started SampleApplication .*"));
	}

	private static int indexOf(List<String> lines, String regex) {
		return IntStream.range(0, lines.size())
			.filter((index) -> lines.get(index).matches(".*" + regex))
			.findFirst()
			.orElseThrow();
	}

	private static List<Long> pids() {
		return workers.stream().map(Worker::pid).toList();
	}

}
