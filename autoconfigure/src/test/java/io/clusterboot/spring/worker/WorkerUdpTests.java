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

package io.clusterboot.spring.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.worker.BindFailedException;
import io.clusterboot.handle.Errno;
import io.clusterboot.handle.Handle;
import io.clusterboot.spring.testing.FakeMaster;
import io.clusterboot.spring.testing.FakeMaster.Policy;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DatagramSocketAddress;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.Connection;
import reactor.netty.udp.UdpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WorkerUdp}, with a socket that the test reads from too.
 */
@Timeout(90)
class WorkerUdpTests {

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final Socket socket = bound();

	private final FakeMaster master = FakeMaster.start(Policy.SHARED, Handle.adopt(this.socket.intValue()));

	private final WorkerUdp udp = new WorkerUdp(this.master.join(), (loops) -> {
	});

	@AfterEach
	void close() {
		this.udp.close();
		this.master.close();
	}

	@Test
	void serverReadsFromTheSocketOfTheMaster() throws Exception {
		UdpServer server = this.udp.share(UdpServer.create().host("0.0.0.0").option(ChannelOption.SO_REUSEADDR, true));
		Connection connection = bind(server.port(8125));
		QueryServer query = this.master.nextQuery();
		assertThat(query.server().type()).isEqualTo(AddressType.UDP4);
		assertThat(query.server().address()).isEqualTo("0.0.0.0");
		assertThat(query.server().port()).isEqualTo(8125);
		assertThat(query.options().reusesAddress()).isTrue();
		assertThat(connection.address()).isEqualTo(this.master.address());
		assertThat(this.master.nextListening().server().port()).isEqualTo(this.master.address().getPort());
		send("hello");
		assertThat(this.received.poll(60, TimeUnit.SECONDS)).isEqualTo("hello");
		connection.disposeNow(Duration.ofSeconds(60));
		assertThat(this.master.nextClosed()).isEqualTo("key-0");
	}

	@Test
	void serverOfAWorkerThatDrainsLeavesTheDatagramsToOthers() throws Exception {
		Connection connection = bind(this.udp.share(UdpServer.create().port(0)));
		send("first");
		assertThat(this.received.poll(60, TimeUnit.SECONDS)).isEqualTo("first");
		CountDownLatch stopped = new CountDownLatch(1);
		this.udp.stop(stopped::countDown);
		assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
		send("second");
		assertThat(read()).isEqualTo("second");
		assertThat(connection.isDisposed()).isFalse();
		this.udp.close();
		connection.onDispose().block(Duration.ofSeconds(60));
		assertThat(this.master.nextClosed()).isEqualTo("key-0");
	}

	@Test
	void addressThatCanNotBeBoundFailsTheBind() {
		this.master.refuse(Errno.EADDRINUSE.negative());
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> bind(this.udp.share(UdpServer.create().port(8125))))
			.havingCause()
			.isInstanceOf(BindFailedException.class)
			.withMessageContaining("EADDRINUSE");
	}

	private Connection bind(UdpServer server) {
		return server.handle((in, out) -> in.receive().asString().doOnNext(this.received::add).then())
			.bindNow(Duration.ofSeconds(60));
	}

	private void send(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		try (DatagramSocket client = new DatagramSocket()) {
			client.send(new DatagramPacket(bytes, bytes.length, this.master.address()));
		}
	}

	/**
	 * Read as another worker would.
	 */
	private String read() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(64);
		DatagramSocketAddress from = await("a datagram").atMost(Duration.ofSeconds(60))
			.until(() -> this.socket.recvFrom(buffer, 0, buffer.capacity()), Objects::nonNull);
		byte[] bytes = new byte[from.receivedAmount()];
		buffer.get(0, bytes);
		return new String(bytes, StandardCharsets.US_ASCII);
	}

	private static Socket bound() {
		Epoll.ensureAvailability();
		try {
			Socket socket = Socket.newSocketDgram();
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
