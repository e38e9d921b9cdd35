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
package io.clusterboot.cluster.service;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.clusterboot.cluster.loop.ManualLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NotifySocket} with a service manager that reads.
 */
@Timeout(60)
class NotifySocketTests {

	private final ManualLoop loop = new ManualLoop();

	@Test
	void sendsToAPath(@TempDir Path folder) throws IOException {
		Path path = folder.resolve("notify");
		try (DatagramSocket manager = bind(AFUNIXSocketAddress.of(path));
				NotifySocket socket = NotifySocket.open(path.toString(), this.loop)) {
			socket.accept("READY=1\nSTATUS=größer");
			assertThat(receive(manager)).isEqualTo("READY=1\nSTATUS=größer");
		}
	}

	@Test
	void sendsToAnAbstractName() throws IOException {
		String name = "clusterboot-" + UUID.randomUUID();
		try (DatagramSocket manager = bind(AFUNIXSocketAddress.inAbstractNamespace(name));
				NotifySocket socket = NotifySocket.open("@" + name, this.loop)) {
			socket.accept("READY=1");
			assertThat(receive(manager)).isEqualTo("READY=1");
		}
	}

	@Test
	void notificationsWaitInOrderForAServiceManagerThatDoesNotRead(@TempDir Path folder) throws IOException {
		Path path = folder.resolve("notify");
		try (DatagramSocket manager = bind(AFUNIXSocketAddress.of(path));
				NotifySocket socket = NotifySocket.open(path.toString(), this.loop)) {
			List<String> sent = IntStream.range(0, 2_000).mapToObj((i) -> "STATUS=" + i).toList();
			sent.forEach(socket);
			assertThat(this.loop.timers()).as("some have to wait").isOne();
			for (String notification : sent) {
				if (this.loop.timers() > 0) {
					this.loop.advance(Duration.ofMillis(100));
				}
				assertThat(receive(manager)).isEqualTo(notification);
			}
			assertThat(this.loop.timers()).isZero();
		}
	}

	@Test
	void serviceManagerThatIsGoneIsNoFailure(@TempDir Path folder) {
		try (NotifySocket socket = NotifySocket.open(folder.resolve("nobody").toString(), this.loop)) {
			socket.accept("READY=1");
			socket.accept("STOPPING=1");
			assertThat(this.loop.timers()).isZero();
		}
	}

	private static DatagramSocket bind(AFUNIXSocketAddress address) throws IOException {
		DatagramSocket socket = AFUNIXDatagramSocket.newInstance();
		socket.bind(address);
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static String receive(DatagramSocket socket) throws IOException {
		DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
		socket.receive(packet);
		return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
	}

}
