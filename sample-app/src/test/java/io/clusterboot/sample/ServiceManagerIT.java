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
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A cluster as a service: what it tells the service manager, and sockets that outlive it.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServiceManagerIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int SIGTERM = 128 + 15;

	private static final int NOTIFY_RELOAD = 253;

	private static final Path KEEPER = Path.of("src", "test", "resources", "service", "keeper.sh").toAbsolutePath();

	/**
	 * Clients that can use another connection after any answer.
	 */
	private static final Map<Traffic, Integer> CLIENTS = Map.of(Traffic.KEEP_ALIVE, 2, Traffic.IDLE, 2,
			Traffic.NEW_CONNECTION, 4, Traffic.SLOW, 2, Traffic.UPLOAD, 1, Traffic.EVENT_STREAM, 1);

	@TempDir
	private Path temp;

	@Test
	void serviceManagerIsToldOfStartReloadAndStop() throws IOException {
		Path socket = this.temp.resolve("notify");
		try (NotifyRecorder notifications = NotifyRecorder.listen(socket);
				SampleProcess sample = SampleCommand.sample()
					.workers(2)
					.arguments("--cluster.rolling.canary-time=500ms")
					.environment("NOTIFY_SOCKET", socket.toString())
					.environment("WATCHDOG_USEC", "2000000")
					.environment("LISTEN_FDS", "1")
					.start()) {
			notifications.await(0, "^STATUS=starting", DEADLINE);
			notifications.await(0, "^EXTEND_TIMEOUT_USEC=20000000$", DEADLINE);
			notifications.await(0,
					"^READY=1 STATUS=serving on \\S*:%d, 2 of 2 workers ready, generation 0$".formatted(sample.port()),
					DEADLINE);
			sample.awaitLine("LISTEN_FDS is ignored, as LISTEN_PID is not set", DEADLINE);
			List<Worker> workers = sample.awaitServing();
			assertThat(environment(sample.pid())).contains("NOTIFY_SOCKET=", "WATCHDOG_USEC=", "LISTEN_FDS=");
			assertThat(environment(workers.get(0).pid())).doesNotContain("NOTIFY_SOCKET=", "WATCHDOG_USEC=",
					"LISTEN_FDS=");
			int beforeRoll = notifications.position();
			long before = System.nanoTime() / 1000;
			sample.roll();
			assertThat(Long.parseLong(
					notifications.await(beforeRoll, "^RELOADING=1 MONOTONIC_USEC=(\\d+) STATUS=", DEADLINE).group(1)))
				.isBetween(before, System.nanoTime() / 1000);
			notifications.await(beforeRoll, "^READY=1 STATUS=.* generation 1$", DEADLINE);
			try (KeptConnection slow = sample.client().keepConnection()) {
				slow.servedBy("/");
				slow.send("/slow?ms=1500");
				sample.signal("TERM");
				notifications.await(beforeRoll, "^STOPPING=1 STATUS=stopping, 2 workers left", DEADLINE);
				assertThat(slow.awaitAnswer().status()).isEqualTo(200);
			}
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
			assertThat(notifications.all()
				.stream()
				.filter((each) -> each.matches("(READY|RELOADING|STOPPING)=.*"))
				.map((each) -> each.replaceFirst("=.*", "")))
				.containsExactly("READY", "RELOADING", "READY", "STOPPING");
			assertThat(notifications.all()).filteredOn("WATCHDOG=1"::equals).hasSizeGreaterThanOrEqualTo(2);
			assertThat(notifications.all()).last().asString().startsWith("EXTEND_TIMEOUT_USEC=");
		}
	}

	private static String environment(long pid) throws IOException {
		return Files.readString(Path.of("/proc/%d/environ".formatted(pid)), StandardCharsets.ISO_8859_1);
	}

	/**
	 * In the first case the socket is found by its address, in the second by its name.
	 */
	@ParameterizedTest
	@CsvSource({ "shared, a.socket, false", "round-robin, http, true", "reuse-port, http, true" })
	void nobodyIsRefusedWhileTheMasterRestarts(String policy, String name, boolean otherPort) throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("systemd-socket-activate", "--version")),
				"Missing tool: systemd-socket-activate");
		int port = freePort();
		Path stop = this.temp.resolve("stop");
		SampleProcess keeper = SampleCommand.sample()
			.workers(2)
			.arguments("--server.port=" + (otherPort ? 1 : port), "--cluster.scheduling-policy=" + policy)
			.launchedBy("systemd-socket-activate", "--listen=127.0.0.1:" + port, "--fdname=" + name,
					"--setenv=CLUSTER_STARTUP_TIMEOUT", "sh", KEEPER.toString(), stop.toString())
			.start();
		try (keeper) {
			SampleClient client = new SampleClient(port);
			await().atMost(DEADLINE).until(() -> !client.isRefused());
			long master = awaitMaster(keeper, 0);
			assertThat(client.servedBy("/").pid()).isNotEqualTo(master);
			Load load = Load.start(client, CLIENTS);
			try (load) {
				for (int restart = 0; restart < 2; restart++) {
					int position = keeper.output().position();
					SampleProcess.signal("TERM", master);
					SampleProcess.awaitEnd(master, DEADLINE);
					master = awaitMaster(keeper, position);
					load.awaitRequests(50, DEADLINE);
				}
			}
			assertThat(load.failures()).as("%s", load.report()).isEmpty();
			assertThat(String.join("\n", keeper.output().all()))
				.contains("Socket 3 (%s, 127.0.0.1:%d) from the service manager is used".formatted(name, port));
			Files.createFile(stop);
			SampleProcess.signal("TERM", master);
			keeper.awaitExit(DEADLINE);
		}
		finally {
			if (Files.notExists(stop)) {
				Files.createFile(stop);
				keeper.handle().descendants().forEach(ProcessHandle::destroyForcibly);
			}
		}
	}

	/**
	 * Wait until a cluster serves.
	 * @return the pid of its master
	 */
	private static long awaitMaster(SampleProcess keeper, int position) {
		keeper.output().await(position, SampleProcess.SERVING, DEADLINE);
		return keeper.workerPids().get(0);
	}

	@Test
	void socketThatNoServerAsksForIsReported() throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("systemd-socket-activate", "--version")),
				"Missing tool: systemd-socket-activate");
		int port = freePort();
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.launchedBy("systemd-socket-activate", "--listen=127.0.0.1:" + port, "--fdname=other",
					"--setenv=CLUSTER_STARTUP_TIMEOUT")
			.start()) {
			SampleClient client = new SampleClient(port);
			await().atMost(DEADLINE).until(() -> !client.isRefused());
			sample.awaitLine(
					"WARN .*Socket 3 \\(other, 127.0.0.1:%d\\) from the service manager is not used".formatted(port),
					DEADLINE);
			assertThat(sample.awaitServing()).hasSize(1);
			assertThat(sample.port()).isNotEqualTo(port);
		}
	}

	@Test
	void unitFilesAreCorrect() throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("systemd-analyze", "--version")), "Missing tool: systemd-analyze");
		DeployFile.read("clusterboot.service")
			.with("/usr/bin/java", SampleCommand.java())
			.writeTo(this.temp.resolve("clusterboot.service"));
		DeployFile.read("clusterboot.socket").writeTo(this.temp.resolve("clusterboot.socket"));
		dropIn("systemd-before-253.conf", DeployFile.read("clusterboot.service.d/systemd-before-253.conf"));
		try (SampleProcess verify = SampleCommand
			.of("systemd-analyze", "verify", this.temp.resolve("clusterboot.service").toString(),
					this.temp.resolve("clusterboot.socket").toString())
			.start()) {
			assertThat(verify.awaitExit(DEADLINE)).isZero();
			assertThat(verify.output().awaitEnd(DEADLINE))
				.filteredOn((line) -> hasNotifyReload() || !line.endsWith("type, ignoring: notify-reload"))
				.isEmpty();
		}
	}

	private static boolean hasNotifyReload() {
		return RunningSystemd.version().filter((version) -> version >= NOTIFY_RELOAD).isPresent();
	}

	private void dropIn(String name, DeployFile content) {
		content.writeTo(this.temp.resolve("clusterboot.service.d").resolve(name));
	}

	@Test
	void systemdReloadsRestartsAndWatchesTheCluster() throws Exception {
		int port = freePort();
		Path output = this.temp.resolve("output");
		assumeTrue(RunningSystemd.version().isPresent(), "Missing tool: systemd");
		writeUnits(port, output);
		RunningSystemd manager = RunningSystemd.start(this.temp, SampleCommand.JAR).orElse(null);
		assumeTrue(manager != null, "Missing tool: systemd, with the rights to run it in namespaces");
		try (manager) {
			manager.control("start", "clusterboot.socket");
			manager.control("start", "clusterboot.service");
			String serving = "serving on 127.0.0.1:%d, 2 of 2 workers ready, generation ".formatted(port);
			assertThat(manager.property("StatusText")).isEqualTo(serving + 0);
			Load load = Load.start(new SampleClient(port), CLIENTS);
			try (load) {
				manager.control("reload", "clusterboot.service");
				await().atMost(DEADLINE).until(() -> manager.property("StatusText").equals(serving + 1));
				await().atMost(DEADLINE).until(() -> manager.property("ActiveState").equals("active"));
				manager.control("restart", "clusterboot.service");
				assertThat(manager.property("StatusText")).isEqualTo(serving + 0);
				load.awaitRequests(50, DEADLINE);
			}
			assertThat(load.failures()).as("%s", load.report()).isEmpty();
			assertThat(manager.property("NRestarts")).isEqualTo("0");
			manager.control("kill", "--kill-who=main", "--signal=STOP", "clusterboot.service");
			await().atMost(DEADLINE).until(() -> manager.property("NRestarts").equals("1"));
			await().atMost(DEADLINE).until(() -> manager.property("StatusText").equals(serving + 0));
			manager.control("stop", "clusterboot.service");
			assertThat(manager.property("ActiveState")).isEqualTo("inactive");
			assertThat(manager.property("Result")).isEqualTo("success");
			try (Socket client = new Socket("127.0.0.1", port)) {
				assertThat(client.isConnected()).as("systemd still listens").isTrue();
			}
		}
		catch (RuntimeException | Error ex) {
			throw new AssertionError(
					manager.log().tail() + "\n" + (Files.exists(output) ? Files.readString(output) : ""), ex);
		}
	}

	private void writeUnits(int port, Path output) {
		for (String target : List.of("test", "sysinit", "basic", "shutdown", "network-online", "multi-user")) {
			new DeployFile("[Unit]\nDescription=%s\nDefaultDependencies=no\n".formatted(target))
				.writeTo(this.temp.resolve(target + ".target"));
		}
		DeployFile.read("clusterboot.socket")
			.with("ListenStream=8080", "ListenStream=127.0.0.1:" + port)
			.writeTo(this.temp.resolve("clusterboot.socket"));
		DeployFile.read("clusterboot.service").writeTo(this.temp.resolve("clusterboot.service"));
		if (!hasNotifyReload()) {
			dropIn("systemd-before-253.conf", DeployFile.read("clusterboot.service.d/systemd-before-253.conf"));
		}
		dropIn("test.conf", new DeployFile("""
				[Service]
				User=nobody
				Group=nogroup
				WorkingDirectory=/srv
				Environment=CLUSTER_WORKERS=2
				Environment=CLUSTER_ROLLING_CANARY_TIME=500ms
				Environment=CLUSTER_STARTUP_TIMEOUT=%ds
				ExecStart=
				ExecStart=%s %s -jar /srv/app.jar
				TimeoutStartSec=150s
				WatchdogSec=10s
				TimeoutAbortSec=1s
				StandardOutput=append:%s
				StandardError=inherit
				""".formatted(DEADLINE.toSeconds(), SampleCommand.java(), String.join(" ", SampleCommand.FAST_START),
				output)));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
