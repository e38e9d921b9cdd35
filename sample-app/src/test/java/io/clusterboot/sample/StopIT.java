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
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A cluster that is stopped: in order, at the second signal, too early, and against
 * resistance.
 */
class StopIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int SIGTERM = 128 + 15;

	private static final int SIGINT = 128 + 2;

	private static final Pattern STACK_TRACE = Pattern.compile("^\\s+at \\S+\\(|^Caused by: |^Exception in thread");

	@Test
	void sigtermFinishesRequestsInFlightAndEndsAll() {
		try (SampleProcess sample = SampleCommand.sample().workers(2).start()) {
			List<Worker> workers = sample.awaitServing();
			finishRequestsInFlight(sample, workers, () -> sample.signal("TERM"));
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
			assertNothingLeft(sample, workers);
			workers.forEach((worker) -> assertEventsOf(sample, worker));
			assertThat(sample.output().all()).filteredOn((line) -> SampleProcess.EXITED.matcher(line).find())
				.hasSize(2)
				.allMatch((line) -> line
					.matches(".* exited after \\S+ \\S+ with exit code 0 \\(asked to end: the cluster stops\\).*"));
		}
	}

	/**
	 * The listener of the application hears of each step once, in Node's order.
	 */
	private static void assertEventsOf(SampleProcess sample, Worker worker) {
		String name = "WorkerLog +: Worker %d \\(slot %d, pid %d\\) ".formatted(worker.id(), worker.slot(),
				worker.pid());
		List<String> events = sample.output()
			.all()
			.stream()
			.filter((line) -> line.matches(".*\\[master\\].*" + name + ".*"))
			.map((line) -> line.replaceFirst(".*" + name, ""))
			.toList();
		ListAssert<String> heard = assertThat(events);
		heard.hasSize(5);
		heard.element(0).isEqualTo("forked");
		heard.element(1).isEqualTo("is online");
		heard.element(2).asString().matches("is listening on \\S*:" + sample.port());
		heard.element(3).isEqualTo("disconnected");
		heard.element(4).asString().startsWith("exited with exit code 0 after ");
	}

	@Test
	void ctrlCFinishesRequestsInFlightAndEndsAll() {
		try (SampleProcess sample = SampleCommand.sample().workers(2).inGroupOfItsOwn().start()) {
			List<Worker> workers = sample.awaitServing();
			finishRequestsInFlight(sample, workers, () -> sample.signalGroup("INT"));
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGINT);
			assertNothingLeft(sample, workers);
		}
	}

	@Test
	void secondCtrlCHurries() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.drain-timeout=10m")
			.inGroupOfItsOwn()
			.start()) {
			List<Worker> workers = sample.awaitServing();
			List<KeptConnection> requests = RequestInFlight.connectToEach(sample.client(), workers);
			try {
				requests.forEach((connection) -> connection.send("/slow?ms=600000"));
				sample.signalGroup("INT");
				sample.awaitLine("Cluster stops: 2 workers drain", DEADLINE);
				sample.signalGroup("INT");
				assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGINT);
				assertNothingLeft(sample, workers);
			}
			finally {
				requests.forEach(KeptConnection::close);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "shared", "round-robin", "reuse-port" })
	void newConnectionsAreRefusedWhileARequestFinishes(String policy) {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.drain-timeout=10m", "--cluster.scheduling-policy=" + policy)
			.inGroupOfItsOwn()
			.start()) {
			List<Worker> workers = sample.awaitServing();
			KeptConnection request = sample.client().keepConnection();
			try {
				request.servedBy("/");
				request.send("/slow?ms=600000");
				sample.signalGroup("INT");
				await().atMost(DEADLINE).until(sample.client()::isRefused);
				assertThat(sample.handle().isAlive()).as("the request is in flight").isTrue();
				sample.signalGroup("INT");
				assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGINT);
				assertNothingLeft(sample, workers);
			}
			finally {
				request.close();
			}
		}
	}

	@Test
	void sigtermEndsAClusterThatStillStarts() {
		try (SampleProcess sample = SampleCommand.sample().workers(2).start()) {
			List<Worker> workers = List
				.of(Worker.of(sample.output().await(SampleProcess.FORKED, SampleProcess.START_DEADLINE)));
			sample.signal("TERM");
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
			sample.awaitLine("Cluster stopped after", DEADLINE);
			assertThat(sample.output().awaitEnd(DEADLINE)).noneMatch((line) -> line.contains("run failed"));
			assertNothingLeft(sample, workers);
		}
	}

	@Test
	void ctrlCEndsAClusterWhoseWorkersDoNotIgnoreItYet() {
		try (SampleProcess sample = SampleCommand.sample().workers(2).inGroupOfItsOwn().start()) {
			List<Worker> workers = List
				.of(Worker.of(sample.output().await(SampleProcess.FORKED, SampleProcess.START_DEADLINE)));
			sample.signalGroup("INT");
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGINT);
			assertNothingLeft(sample, workers);
			assertThat(sample.output().all())
				.noneMatch((line) -> line.contains("unexpectedly") || line.contains("FAILED TO START"));
		}
	}

	@Test
	void workersThatDoNotDrainAreMadeToEnd() {
		try (SampleProcess sample = SampleCommand.sample()
			.vmArguments("-Dreactor.netty.ioWorkerCount=1")
			.workers(2)
			.arguments("--cluster.drain-timeout=1s")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			List<KeptConnection> blocking = RequestInFlight.connectToEach(sample.client(), workers);
			try {
				blocking.forEach((connection) -> connection.send("/block?ms=600000"));
				sample.signal("TERM");
				assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
			}
			finally {
				blocking.forEach(KeptConnection::close);
			}
			for (Worker worker : workers) {
				sample.awaitLine("Worker %d \\(.*\\) has not ended 3 s after it was asked to; sending SIGTERM"
					.formatted(worker.id()), DEADLINE);
			}
			assertNothingLeft(sample, workers);
		}
	}

	private static void finishRequestsInFlight(SampleProcess sample, List<Worker> workers, Runnable stop) {
		List<RequestInFlight> requests = RequestInFlight.oneEach(sample.client(), workers, Duration.ofSeconds(1));
		try {
			stop.run();
			requests.forEach(RequestInFlight::awaitAnswer);
		}
		finally {
			requests.forEach(RequestInFlight::close);
		}
	}

	private static void assertNothingLeft(SampleProcess sample, List<Worker> workers) {
		sample.awaitLine("Cluster stopped after \\d", DEADLINE);
		sample.output().awaitEnd(DEADLINE);
		workers.forEach((worker) -> assertThat(ProcessHandle.of(worker.pid())).isEmpty());
		assertThat(sample.workerPids()).isEmpty();
		assertThat(sample.output().all()).noneMatch((line) -> STACK_TRACE.matcher(line).find());
		sample.boundPort().ifPresent((port) -> assertThat(new SampleClient(port).isPortFree()).isTrue());
	}

}
