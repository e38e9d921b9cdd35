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

package io.clusterboot.spring.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.graphite.GraphiteMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.statsd.StatsdMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceTag} with the registries of StatsD and Graphite, as Spring
 * Boot makes them: what a server on the loopback interface gets from two workers.
 */
@Timeout(60)
class SentInstanceTests {

	private static final int PATIENCE = (int) Duration.ofSeconds(30).toMillis();

	private static final String METER = "orders";

	private static ApplicationContextRunner worker(String instance) {
		return new ApplicationContextRunner().withBean(InstanceTag.class, () -> new InstanceTag(instance))
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "host:11", "host:12" })
	void statsdTellsWorkersApart(String instance) throws IOException {
		try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(100);
			worker(instance).withConfiguration(AutoConfigurations.of(StatsdMetricsExportAutoConfiguration.class))
				.withPropertyValues("management.statsd.metrics.export.host=127.0.0.1",
						"management.statsd.metrics.export.port=" + server.getLocalPort())
				.run((context) -> {
					Counter counter = context.getBean(MeterRegistry.class).counter(METER, "shop", "a");
					assertThat(awaitDatagram(server, counter)).startsWith(METER + ":1|c|#")
						.contains("shop:a", "instance:" + instance);
				});
		}
	}

	/**
	 * Wait for what is sent of a counter. It counts on meanwhile, since a registry of
	 * StatsD drops what it is told before it has a socket.
	 */
	private static String awaitDatagram(DatagramSocket server, Counter counter) throws IOException {
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
		while (System.nanoTime() < deadline) {
			counter.increment();
			try {
				DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
				server.receive(packet);
				for (String line : new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
					.split("\n")) {
					if (line.startsWith(METER)) {
						return line;
					}
				}
			}
			catch (SocketTimeoutException ex) {
				// Nothing yet
			}
		}
		throw new AssertionError("no datagram");
	}

	@ParameterizedTest
	@ValueSource(strings = { "host:11", "host:12" })
	void graphiteTellsWorkersApart(String instance) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(PATIENCE);
			worker(instance).withConfiguration(AutoConfigurations.of(GraphiteMetricsExportAutoConfiguration.class))
				.withPropertyValues("management.graphite.metrics.export.host=127.0.0.1",
						"management.graphite.metrics.export.port=" + server.getLocalPort(),
						"management.graphite.metrics.export.protocol=plaintext",
						"management.graphite.metrics.export.step=1s")
				.run((context) -> {
					context.getBean(MeterRegistry.class).counter(METER, "shop", "a").increment();
					assertThat(awaitLine(server)).contains("shop=a", "instance=" + instance);
				});
		}
	}

	private static String awaitLine(ServerSocket server) throws IOException {
		while (true) {
			try (Socket connection = server.accept()) {
				connection.setSoTimeout(PATIENCE);
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					if (line.startsWith(METER)) {
						return line;
					}
				}
			}
		}
	}

}
