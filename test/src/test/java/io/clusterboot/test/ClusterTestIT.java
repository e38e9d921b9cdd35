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

package io.clusterboot.test;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.test.process.ProcessThreads;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A test as users write it, of an application on the class path.
 */
@ClusterTest(workers = 2, timeout = "4m",
		properties = { "cluster.liveness-timeout=8s", "cluster.rolling.canary-time=100ms", "cluster.drain-grace=200ms",
				"cluster.warm-up.requests=0", "cluster.worker.max-heap=96MB", "cluster.startup-timeout=150s" })
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterTestIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final TestCluster cluster;

	ClusterTestIT(TestCluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void startsAMasterAndWorkersThatAreProcesses() throws Exception {
		List<WorkerProcess> workers = this.cluster.workers();
		assertThat(workers).hasSize(2).extracting(WorkerProcess::slot).containsExactly(0, 1);
		assertThat(workers).allSatisfy((worker) -> {
			assertThat(worker.state()).isEqualTo(WorkerState.READY);
			assertThat(worker.handle().parent()).contains(this.cluster.master().handle());
			assertThat(worker).isEqualTo(this.cluster.worker(worker.slot()));
		});
		assertThat(this.cluster.master().handle().parent()).contains(ProcessHandle.current());
		HttpResponse<String> answer = get("/");
		assertThat(answer.statusCode()).isEqualTo(200);
		WorkerProcess answering = workers.stream()
			.filter((worker) -> Long.toString(worker.pid()).equals(answer.body()))
			.findFirst()
			.orElseThrow();
		assertThat(answer.headers().firstValue("Cluster-Worker")).contains(Integer.toString(answering.id()));
		assertThat(this.cluster.events()).extracting(ObservedEvent::name).contains("forked", "ready", "serving");
		assertThat(this.cluster.output().all()).anyMatch((line) -> line.contains("Cluster serves on"));
	}

	@Test
	void requestsOfAKilledWorkerAreLost() {
		WorkerProcess victim = this.cluster.worker(0);
		LoadProbe probe = this.cluster.load("/slow?ms=50").keepAliveClients(8).newConnectionClients(0).start();
		try (probe) {
			probe.awaitAnswerOf(victim);
			victim.freeze();
			// A client of the victim that was between two requests sends the next one
			// meanwhile
			try (LoadProbe other = this.cluster.load("/slow?ms=50").clients(1).start()) {
				other.awaitAnswers(5);
			}
			victim.kill();
			assertThat(victim.isAlive()).isFalse();
			assertThat(victim.state()).isEqualTo(WorkerState.DEAD);
			this.cluster.awaitReady();
			assertThat(this.cluster.worker(0)).isNotEqualTo(victim);
			probe.awaitAnswers(20).stop();
		}
		assertThat(probe).hasLostRequests().wasAlwaysConnected().hasAnswersAtLeast(20);
		LoadReport report = probe.report();
		assertThat(report.failures()).hasSize((int) report.lost()).allSatisfy((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailedRequest.Kind.LOST);
			assertThat(failure.worker()).isEqualTo(Integer.toString(victim.id()));
			assertThat(failure.received()).isZero();
			assertThat(failure.cause()).isInstanceOf(IOException.class);
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(probe::assertNothingLost)
			.withMessageContaining("%d lost".formatted(report.lost()))
			.withMessageContaining("request");
	}

	@Test
	void nothingIsLostWhenItRollsAndScales() {
		Set<Integer> before = ids();
		int generation = this.cluster.worker(0).generation();
		LoadProbe probe = this.cluster.load("/slow?ms=20").clients(6).start();
		try (probe) {
			assertThat(this.cluster.roll().generation()).isEqualTo(generation + 1);
			assertThat(ids()).hasSize(2).doesNotContainAnyElementsOf(before);
			this.cluster.workers().forEach(probe::awaitAnswerOf);
			this.cluster.scale(3);
			assertThat(this.cluster.workers()).hasSize(3);
			probe.awaitAnswerOf(this.cluster.worker(2));
			this.cluster.scale(1);
			assertThat(this.cluster.workers()).hasSize(1);
			probe.awaitAnswers(20).stop().assertNothingLost();
		}
		assertThat(probe).wasAnsweredBy(this.cluster.worker(0));
		assertThat(probe.report().closedByServer()).isPositive();
	}

	@Test
	void workerIsFrozenAndGoesOn() throws Exception {
		WorkerProcess frozen = this.cluster.worker(0);
		frozen.freeze();
		assertThat(ProcessThreads.of(frozen.pid()).areStopped()).isTrue();
		assertThat(get("/").body()).isEqualTo(Long.toString(this.cluster.worker(1).pid()));
		frozen.thaw();
		this.cluster.worker(1).freeze();
		assertThat(get("/").body()).isEqualTo(Long.toString(frozen.pid()));
		this.cluster.worker(1).thaw();
		assertThat(this.cluster.awaitReady().workers()).contains(frozen);
	}

	@Test
	void blockedWorkerHangsAndIsReplaced() throws Exception {
		WorkerProcess blocked = this.cluster.worker(1);
		blocked.block();
		assertThat(get("/").body()).isEqualTo(Long.toString(this.cluster.worker(0).pid()));
		ObservedEvent hang = this.cluster.awaitEvent("a hang",
				(event) -> event.isOf(blocked) && event.text().contains("hangs"));
		assertThat(hang.text()).contains("an event loop is blocked");
		blocked.awaitState(WorkerState.DEAD);
		assertThat(this.cluster.awaitReady().worker(1)).isNotEqualTo(blocked);
	}

	@Test
	void workerIsUnblockedBeforeItIsTakenForHung() {
		WorkerProcess blocked = this.cluster.worker(0);
		blocked.block();
		blocked.unblock();
		try (LoadProbe probe = this.cluster.load("/").start()) {
			probe.awaitAnswerOf(blocked).stop().assertNothingLost();
		}
	}

	@Test
	void terminatedWorkerFinishesItsRequests() {
		WorkerProcess victim = this.cluster.worker(0);
		try (LoadProbe probe = this.cluster.load("/slow?ms=100").start()) {
			probe.awaitAnswerOf(victim);
			victim.terminate();
			assertThat(victim.isAlive()).isFalse();
			this.cluster.awaitReady();
			probe.awaitAnswers(20).stop().assertNothingLost();
		}
	}

	@Test
	void clusterOnTheClassPathHasNoOtherBuild() {
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.rollTo(Path.of("other.jar")))
			.withMessageContaining("a cluster of a jar");
	}

	private Set<Integer> ids() {
		return this.cluster.workers().stream().map(WorkerProcess::id).collect(Collectors.toSet());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.cluster.uri(path)).timeout(TIMEOUT).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Shares the cluster of the class around it.
	 */
	@Nested
	class NestedTests {

		@Test
		void hasTheSameCluster(TestCluster nested) {
			assertThat(nested).isSameAs(ClusterTestIT.this.cluster);
		}

	}

}
