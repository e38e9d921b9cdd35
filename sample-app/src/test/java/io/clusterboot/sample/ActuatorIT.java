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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import io.clusterboot.sample.ActuatorClient.Reply;
import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint {@code cluster}, asked from outside over HTTP and JMX.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ActuatorIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Pattern CONNECTION = Pattern.compile("service:jmx:\\S+");

	private static final String[] ARGUMENTS = {
			"--management.endpoints.web.exposure.include=health,info,cluster,shutdown",
			"--management.endpoint.cluster.access=unrestricted", "--management.endpoint.shutdown.access=unrestricted",
			"--management.endpoint.health.show-details=always", "--cluster.rolling.canary-time=500ms",
			"--cluster.drain-grace=100ms", "--cluster.respawn.initial-delay=1ms" };

	@ParameterizedTest
	@EnumSource
	void anyWorkerOperatesTheCluster(SampleServer server) {
		try (SampleProcess sample = server.sample().workers(2).arguments(ARGUMENTS).start()) {
			List<Worker> workers = sample.awaitServing();
			ActuatorClient actuator = new ActuatorClient(sample.port());
			bothWorkersTellTheSame(sample, workers, actuator);
			restarts(sample, actuator);
			rolls(sample, actuator);
			if (server == SampleServer.REACTOR_NETTY) {
				scales(sample, actuator);
				quarantines(sample, actuator);
				rejects(sample, actuator);
			}
			assertThat(actuator.post("shutdown", "").body().path("message").asString()).startsWith("Shutting down");
			assertThat(sample.awaitExit(DEADLINE)).isZero();
			sample.awaitLine("asks the cluster to stop: its shutdown endpoint was called", DEADLINE);
		}
	}

	private static void bothWorkersTellTheSame(SampleProcess sample, List<Worker> workers, ActuatorClient actuator) {
		Set<Integer> answering = new HashSet<>();
		for (Worker worker : workers) {
			Reply status = SampleProcess.whileOthersPause(worker, workers, () -> actuator.get("cluster"));
			assertThat(status.status()).isEqualTo(200);
			assertThat(status.body().path("master").path("pid").asLong()).isEqualTo(sample.pid());
			assertThat(status.body().path("workers")).hasSize(2).allSatisfy((entry) -> {
				assertThat(entry.path("state").asString()).isEqualTo("READY");
				assertThat(entry.path("heap").path("usedBytes").asLong()).isPositive();
				assertThat(Duration.parse(entry.path("uptime").asString())).isPositive();
			});
			JsonNode info = SampleProcess.whileOthersPause(worker, workers, () -> actuator.get("info")).body();
			assertThat(info.path("cluster").path("masterPid").asLong()).isEqualTo(sample.pid());
			assertThat(info.path("cluster").path("leader")).isEqualTo(status.body().path("leader"));
			assertThat(info.path("cluster").path("leader").path("epoch").asLong()).isPositive();
			answering.add(info.path("cluster").path("worker").asInt());
		}
		assertThat(answering).containsExactlyInAnyOrder(1, 2);
		assertThat(actuator.get("cluster/2").body().path("slot").asInt()).isEqualTo(1);
		assertThat(actuator.get("cluster/99").status()).isEqualTo(404);
		assertThat(actuator.get("cluster/events").body().path("events")).isNotEmpty();
		JsonNode health = actuator.get("health").body().path("components");
		assertThat(health.path("cluster").path("components").propertyNames()).containsExactly("worker-1", "worker-2");
		assertThat(health.path("clusterReadiness").path("details").path("ready").asInt()).isEqualTo(2);
	}

	private static void restarts(SampleProcess sample, ActuatorClient actuator) {
		int position = sample.output().position();
		Reply first = await("an answer of a worker that stays").atMost(DEADLINE)
			.until(() -> actuator.post("cluster/restart", "{\"slot\":1,\"wait\":\"2m\",\"id\":\"restart\"}"),
					(reply) -> reply.status() == 200);
		Worker successor = sample.awaitListening(position, 1).get(0);
		assertThat(first.text())
			.isEqualTo("Worker %d (slot 1, pid %d) took the place".formatted(successor.id(), successor.pid()));
		assertThat(first.body().path("detail").path("id").asInt()).isEqualTo(successor.id());
		assertThat(sample.output().all(position, SampleProcess.LISTENING)).as("the id was used once").hasSize(1);
		assertThat(actuator.post("cluster/restart?slot=1&id=restart", "{}").body()).isEqualTo(first.body());
	}

	private static void rolls(SampleProcess sample, ActuatorClient actuator) {
		List<Worker> before = sample.workers();
		Reply first = actuator.post("cluster/roll", "{\"wait\":\"2m\",\"id\":\"roll\"}");
		assertThat(first.status()).as("the worker that was asked is replaced").isEqualTo(202);
		assertThat(first.text()).contains("roll goes on");
		Reply last = await("the outcome").atMost(DEADLINE)
			.until(() -> actuator.post("cluster/roll", "{\"wait\":\"2m\",\"id\":\"roll\"}"),
					(reply) -> reply.status() == 200);
		assertThat(last.body().path("detail").path("generation").asInt()).isEqualTo(1);
		assertThat(sample.workers()).hasSize(2).doesNotContainAnyElementsOf(before);
	}

	private static void scales(SampleProcess sample, ActuatorClient actuator) {
		assertThat(actuator.post("cluster/scale", "{\"workers\":3,\"wait\":\"2m\"}").text())
			.isEqualTo("The cluster has 3 workers");
		assertThat(actuator.get("info").body().path("cluster").path("size").asInt()).isEqualTo(3);
		assertThat(actuator.post("cluster/scale", "{\"workers\":2,\"wait\":\"2m\",\"id\":\"fewer\"}").status())
			.isIn(200, 202);
		await().atMost(DEADLINE)
			.until(() -> actuator.post("cluster/scale", "{\"workers\":2,\"id\":\"fewer\"}").status() == 200);
		assertThat(sample.workers()).hasSize(2);
	}

	private static void quarantines(SampleProcess sample, ActuatorClient actuator) {
		Worker worker = sample.workers().get(0);
		Reply quarantined = actuator.post("cluster/quarantine", "{\"slot\":0,\"wait\":\"2m\"}");
		assertThat(quarantined.text())
			.isEqualTo("Worker %d (slot 0, pid %d) is out of rotation".formatted(worker.id(), worker.pid()));
		JsonNode health = actuator.get("health").body();
		assertThat(health.path("status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/cluster/components/worker-" + worker.id() + "/status").asString())
			.isEqualTo("QUARANTINED");
		Reply dump = actuator.post("cluster/dump", "{\"slot\":1}");
		assertThat(dump.body().path("detail").path("text").asString()).contains("Full thread dump");
		assertThat(actuator.post("cluster/release", "{\"slot\":0,\"wait\":\"2m\"}").text()).endsWith("drains");
		SampleProcess.awaitEnd(worker.pid(), DEADLINE);
	}

	private static void rejects(SampleProcess sample, ActuatorClient actuator) {
		Reply unknown = actuator.post("cluster/restart", "{\"worker\":99,\"wait\":\"1m\"}");
		assertThat(unknown.status()).isEqualTo(409);
		assertThat(unknown.text()).startsWith("there is no worker 99 (expected one of: ");
		Reply none = actuator.post("cluster/scale", "{\"workers\":0}");
		assertThat(none.status()).isEqualTo(400);
		assertThat(none.text()).isEqualTo("workers: 0 (expected: 1..1024)");
		assertThat(actuator.post("cluster/reload", "{}").status()).isEqualTo(400);
		assertThat(sample.client().post("/actuator/cluster/stop", "wait=0s").statusCode())
			.as("what a form of another site can send")
			.isEqualTo(415);
	}

	@Test
	void jmxHasTheEndpointInMasterAndWorkers() throws Exception {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--spring.jmx.enabled=true", "--management.endpoints.jmx.exposure.include=cluster",
					"--management.endpoint.cluster.access=unrestricted")
			.start()) {
			Worker worker = sample.awaitServing().get(0);
			for (long pid : List.of(sample.pid(), worker.pid())) {
				Map<?, ?> status = (Map<?, ?>) invoke(pid, "status");
				Object master = ((Map<?, ?>) status.get("master")).get("pid");
				assertThat(((Number) master).longValue()).isEqualTo(sample.pid());
			}
			Map<?, ?> restarted = (Map<?, ?>) invoke(sample.pid(), "operate", "restart", null, "0", null, "2m", null);
			assertThat(restarted.get("outcome")).isEqualTo("done");
			assertThat(sample.workers()).hasSize(1).doesNotContain(worker);
		}
	}

	private static Object invoke(long pid, String operation, String... arguments) throws Exception {
		jcmd(pid, "ManagementAgent.start_local");
		Matcher address = CONNECTION.matcher(jcmd(pid, "ManagementAgent.status"));
		assertThat(address.find()).isTrue();
		try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address.group()))) {
			MBeanServerConnection server = connector.getMBeanServerConnection();
			ObjectName name = await("the endpoint in JMX").atMost(DEADLINE)
				.until(() -> server.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Cluster,*"),
						null), (names) -> !names.isEmpty())
				.iterator()
				.next();
			String[] types = new String[arguments.length];
			Arrays.fill(types, String.class.getName());
			return server.invoke(name, operation, arguments, types);
		}
	}

	private static String jcmd(long pid, String command) throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				Long.toString(pid), command)
			.redirectErrorStream(true)
			.start();
		try (InputStream output = process.getInputStream()) {
			return new String(output.readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.destroyForcibly();
		}
	}

	@ParameterizedTest
	@EnumSource(names = "REACTOR_NETTY")
	void masterServesTheEndpointsOnAPortOfItsOwn(SampleServer server) {
		try (SampleProcess sample = server.sample()
			.workers(1)
			.arguments(ARGUMENTS)
			.arguments("--cluster.master.management-port=0", "--management.server.port=0",
					"--management.server.address=127.0.0.1")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			int port = Integer.parseInt(
					sample.awaitLine("\\[master\\].*(?:Netty|Tomcat|Jetty) started on port (\\d+)", DEADLINE).group(1));
			ActuatorClient actuator = new ActuatorClient(port);
			await("the master's endpoints").atMost(DEADLINE)
				.ignoreExceptions()
				.until(() -> actuator.get("info").body().at("/cluster/role").asString().equals("master"));
			assertThat(actuator.get("cluster").body().path("workers")).hasSize(1);
			await("readiness").atMost(DEADLINE).until(() -> actuator.health("readiness").equals("UP"));
			Reply restarted = actuator.post("cluster/restart", "{\"slot\":0,\"wait\":\"2m\"}");
			assertThat(restarted.status()).isEqualTo(200);
			assertThat(sample.workers()).doesNotContainAnyElementsOf(workers);
			assertThat(actuator.post("shutdown", "").status()).isEqualTo(200);
			assertThat(sample.awaitExit(DEADLINE)).isZero();
			sample.awaitLine("Cluster stopped after", DEADLINE);
		}
	}

}
