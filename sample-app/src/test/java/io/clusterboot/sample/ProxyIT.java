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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A cluster behind a proxy with the configuration of the documentation: clients do not
 * notice that all workers are replaced. On Tomcat, since Reactor Netty 1.3.7 may stop
 * reading from a connection when the next request arrives at once (reactor-netty#4361),
 * and a proxy uses its connections for all clients.
 */
@OneAtATime
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ProxyIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Map<Traffic, Integer> CLIENTS = Map.of(Traffic.KEEP_ALIVE, 4, Traffic.IDLE, 4,
			Traffic.NEW_CONNECTION, 4, Traffic.SLOW, 3);

	@TempDir
	private Path temp;

	@Test
	void nginx() throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("nginx", "-v")), "Missing tool: nginx");
		rollBehind((port, upstream) -> {
			Path file = DeployFile.read("nginx.conf")
				.with("listen 80;", "listen 127.0.0.1:%d;".formatted(port))
				.with("127.0.0.1:8080", "127.0.0.1:" + upstream)
				.writeTo(this.temp.resolve("nginx.conf"));
			String global = "daemon off; pid %s;".formatted(this.temp.resolve("nginx.pid"));
			return SampleCommand.of("nginx", "-p", this.temp.toString(), "-c", file.toString(), "-g", global);
		}, "-t");
	}

	@Test
	void haproxy() throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("haproxy", "-v")), "Missing tool: haproxy");
		rollBehind((port, upstream) -> {
			Path file = DeployFile.read("haproxy.cfg")
				.with("bind :80\n", "bind 127.0.0.1:%d\n".formatted(port))
				.with("127.0.0.1:8080", "127.0.0.1:" + upstream)
				.writeTo(this.temp.resolve("haproxy.cfg"));
			return SampleCommand.of("haproxy", "-db", "-f", file.toString());
		}, "-c");
	}

	private void rollBehind(Proxy proxy, String check) throws IOException {
		try (SampleProcess sample = SampleServer.TOMCAT.sample()
			.workers(2)
			.arguments("--cluster.rolling.canary-time=500ms")
			.start()) {
			int port = freePort();
			SampleCommand command = proxy.on(port, sample.port());
			try (SampleProcess checked = command.arguments(check).start()) {
				assertThat(checked.awaitExit(DEADLINE)).as("%s", checked.output().all()).isZero();
			}
			try (SampleProcess running = command.start()) {
				SampleClient client = new SampleClient(port);
				await().atMost(DEADLINE).until(() -> !client.isRefused() && client.get("/").statusCode() == 200);
				Load load = Load.start(client, CLIENTS);
				try (load) {
					sample.roll();
					sample.roll();
					load.awaitRequests(50, DEADLINE);
				}
				assertThat(load.failures()).as("%s%n%s", load.report(), running.output().tail()).isEmpty();
			}
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/**
	 * How to start a proxy.
	 */
	private interface Proxy {

		SampleCommand on(int port, int upstream);

	}

}
