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
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The readiness of a cluster as the probes of a balancer see it.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterReadinessIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int SIGTERM = 128 + 15;

	/**
	 * The load stands for a balancer, which stops when a probe fails.
	 */
	@ParameterizedTest
	@EnumSource
	void balancerThatProbesLosesNothingWhenTheClusterStops(SampleServer server) {
		try (SampleProcess sample = server.sample()
			.workers(2)
			.arguments("--cluster.pre-drain-delay=15s", "--cluster.drain-grace=0s", "--server.http2.enabled=true",
					"--management.endpoints.web.exposure.include=health,cluster")
			.start()) {
			sample.awaitServing();
			ActuatorClient actuator = new ActuatorClient(sample.port());
			await().atMost(DEADLINE).until(() -> actuator.health("readiness").equals("UP"));
			assertThat(actuator.post("cluster/roll", "{}").status()).as("only reads are permitted").isEqualTo(405);
			Load load = Load.start(sample.client());
			try (load) {
				load.awaitRequests(100, DEADLINE);
				sample.signal("TERM");
				sample.awaitLine("Cluster is out of service; it serves for 15.0 s more", DEADLINE);
				assertThat(actuator.get("health/readiness").status()).isEqualTo(503);
				assertThat(actuator.health("liveness")).isEqualTo("UP");
				assertThat(actuator.get("cluster").body().at("/master/phase").asString()).isEqualTo("STOPPING");
				load.awaitRequests(100, DEADLINE);
			}
			assertThat(load.failures()).isEmpty();
			assertThat(sample.output().all()).noneMatch((line) -> line.contains("Cluster stops"));
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
		}
	}

	@Test
	void secondTermDrainsAtOnce() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.pre-drain-delay=10m")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			List<RequestInFlight> requests = RequestInFlight.oneEach(sample.client(), workers, Duration.ofSeconds(1));
			try {
				sample.signal("TERM");
				sample.awaitLine("Cluster is out of service", DEADLINE);
				sample.signal("TERM");
				sample.awaitLine("Cluster stops: 2 workers drain", DEADLINE);
				requests.forEach(RequestInFlight::awaitAnswer);
			}
			finally {
				requests.forEach(RequestInFlight::close);
			}
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
		}
	}

	@Test
	void secondAndThirdCtrlCDrainAndKill() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.pre-drain-delay=10m", "--cluster.drain-timeout=10m")
			.start()) {
			sample.awaitServing();
			try (KeptConnection request = sample.client().keepConnection()) {
				request.servedBy("/");
				request.send("/slow?ms=600000");
				sample.signal("INT");
				sample.awaitLine("Cluster is out of service", DEADLINE);
				sample.client().servedByOnNewConnection("/");
				sample.signal("INT");
				sample.awaitLine("Cluster stops: 1 worker drains", DEADLINE);
				sample.signal("INT");
				assertThat(sample.awaitExit(DEADLINE)).isEqualTo(128 + 2);
			}
		}
	}

	@Test
	void clusterIsReadyWhileEnoughWorkersAre() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.health.min-ready=100%", "--cluster.respawn.initial-delay=1ms")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			ActuatorClient actuator = new ActuatorClient(sample.port());
			await().atMost(DEADLINE).until(() -> actuator.health("readiness").equals("UP"));
			sample.kill(workers.get(0));
			assertThat(actuator.health("readiness")).isEqualTo("OUT_OF_SERVICE");
			assertThat(actuator.health("worker-readiness")).isEqualTo("UP");
			await().atMost(DEADLINE).until(() -> actuator.health("readiness").equals("UP"));
		}
	}

	@Test
	void probeIsAnsweredWhileTheMasterIsStopped() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.liveness-timeout=1s", "--management.endpoints.web.exposure.include=health,cluster")
			.start()) {
			sample.awaitServing();
			ActuatorClient actuator = new ActuatorClient(sample.port());
			await().atMost(DEADLINE).until(() -> actuator.health("readiness").equals("UP"));
			SampleProcess.pause(sample.pid());
			try {
				await().atMost(DEADLINE).until(() -> actuator.health("liveness").equals("DOWN"));
				assertThat(actuator.health("readiness")).isEqualTo("UP");
				assertThat(actuator.get("cluster").status()).isEqualTo(503);
			}
			finally {
				sample.signal("CONT");
			}
			await().atMost(DEADLINE).until(() -> actuator.health("liveness").equals("UP"));
		}
	}

}
