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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A cluster in a container, as far as namespaces make one, and the files that describe
 * containers.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ContainerIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int SIGTERM = 128 + 15;

	private static final List<String> PROCESSES = List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

	@TempDir
	private Path temp;

	@Test
	void asTheFirstProcessItServesReapsAndDrains() throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("unshare", "--pid", "--fork", "--mount-proc", "true")),
				"Missing tool: unshare, with the rights to make namespaces");
		try (SampleProcess container = SampleCommand.sample()
			.workers(2)
			.vmArguments("--add-opens=java.base/java.lang=ALL-UNNAMED")
			.launchedBy(PROCESSES.toArray(String[]::new))
			.start()) {
			container.output().await(SampleProcess.SERVING, DEADLINE);
			ProcessHandle master = container.handle().children().findFirst().orElseThrow();
			assertThat(master.children()).hasSize(2);
			leaveAnOrphan(master);
			await("the zombie is reaped").atMost(DEADLINE).until(() -> master.children().count() == 2);
			List<ProcessHandle> workers = master.children().toList();
			try (KeptConnection slow = container.client().keepConnection()) {
				slow.servedBy("/");
				slow.send("/slow?ms=1500");
				SampleProcess.signal("TERM", master.pid());
				assertThat(slow.awaitAnswer().status()).isEqualTo(200);
			}
			assertThat(container.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
			assertThat(workers).noneMatch(ProcessHandle::isAlive);
		}
	}

	/**
	 * Leave a process whose parent ends before it, and wait until it is a child of the
	 * master.
	 */
	private static void leaveAnOrphan(ProcessHandle master) throws InterruptedException {
		assertThat(SampleCommand.canRun(List.of("nsenter", "--target", Long.toString(master.pid()), "--pid", "--mount",
				"sh", "-c", "sleep 2 &")))
			.isTrue();
		await("the orphan").atMost(DEADLINE).until(() -> master.children().count() == 3);
	}

	@Test
	void imageOfTheDockerfileRunsReadOnlyWithoutRoot() throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/srv")),
				"Missing tool: unshare, with the rights to mount");
		Files.copy(SampleCommand.JAR, this.temp.resolve("app.jar"));
		DockerImage image = DockerImage.build(
				DeployFile.read("Dockerfile").with("WORKDIR /app", "WORKDIR /srv").with("=/app/image", "=/srv/image"),
				this.temp);
		try (SampleProcess container = image.run("--cluster.workers=2", "--server.port=0").start()) {
			container.output().await(SampleProcess.SERVING, DEADLINE);
			container.awaitLine("Workers start with the class-data archive /srv/image/", DEADLINE);
			ProcessHandle master = container.handle().children().findFirst().orElseThrow();
			assertThat(master.children()).hasSize(2);
			assertThat(Files.readString(Path.of("/proc/%d/status".formatted(master.pid()))))
				.contains("Uid:\t10001\t10001");
			assertThat(container.client().get("/").statusCode()).isEqualTo(200);
			SampleProcess.signal("TERM", master.pid());
			assertThat(container.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
			assertThat(container.output().awaitEnd(DEADLINE)).noneMatch((line) -> line.contains("Read-only"));
		}
	}

	@Test
	void composeFileGivesTimeAndATemporaryFolder() {
		Map<String, Object> services = at(load("compose.yaml").get(0), "services");
		Map<String, Object> application = at(services, "app");
		assertThat(application).containsEntry("read_only", true)
			.containsEntry("tmpfs", List.of("/tmp:exec,mode=1777"))
			.containsEntry("stop_grace_period", "45s");
		assertThat(at(services, "proxy")).containsEntry("network_mode", "service:app");
	}

	@Test
	void kubernetesManifestsFitTogether() {
		List<Map<String, Object>> manifests = load("kubernetes.yaml");
		assertThat(manifests).extracting("kind").containsExactly("Deployment", "Service");
		Map<String, Object> template = at(manifests.get(0), "spec", "template");
		Map<String, Object> pod = at(template, "spec");
		Map<String, Object> container = list(pod, "containers").get(0);
		Map<Object, Object> ports = list(container, "ports").stream()
			.collect(Collectors.toMap((port) -> port.get("name"), (port) -> port.get("containerPort")));
		for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
			assertThat(ports).containsKey(at(container, probe, "httpGet").get("port"));
		}
		Map<Object, Object> variables = list(container, "env").stream()
			.collect(Collectors.toMap((variable) -> variable.get("name"), (variable) -> variable.get("value")));
		assertThat(variables).containsEntry("MANAGEMENT_SERVER_PORT", String.valueOf(ports.get("management")));
		int preDrain = Integer.parseInt(variables.get("CLUSTER_PRE_DRAIN_DELAY").toString().replace("s", ""));
		assertThat((int) pod.get("terminationGracePeriodSeconds")).isGreaterThanOrEqualTo(preDrain + 30 + 15);
		assertThat(at(container, "securityContext")).containsEntry("readOnlyRootFilesystem", true);
		assertThat(list(container, "volumeMounts").get(0)).containsEntry("mountPath", "/tmp");
		Map<String, Object> service = at(manifests.get(1), "spec");
		assertThat(at(template, "metadata", "labels")).containsAllEntriesOf(at(service, "selector"));
		assertThat(ports).containsKey(list(service, "ports").get(0).get("targetPort"));
	}

	private static List<Map<String, Object>> load(String file) {
		List<Map<String, Object>> documents = new ArrayList<>();
		new Yaml().loadAll(DeployFile.read(file).text()).forEach((document) -> documents.add(cast(document)));
		return documents;
	}

	private static Map<String, Object> at(Map<String, Object> map, String... keys) {
		Map<String, Object> found = map;
		for (String key : keys) {
			assertThat(found).containsKey(key);
			found = cast(found.get(key));
		}
		return found;
	}

	private static List<Map<String, Object>> list(Map<String, Object> map, String key) {
		assertThat(map).containsKey(key);
		return cast(map.get(key));
	}

	@SuppressWarnings("unchecked")
	private static <T> T cast(Object value) {
		return (T) value;
	}

}
