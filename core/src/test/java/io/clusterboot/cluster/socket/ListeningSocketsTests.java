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

package io.clusterboot.cluster.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ListeningSockets} where each slot has a socket.
 */
@Timeout(300)
class ListeningSocketsTests {

	private static final ServerAddress ANY_PORT = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private static final int IPPROTO_TCP = 6;

	private static final int TCP_INFO = 11;

	private final ListeningSockets sockets = new ListeningSockets(SchedulingPolicy.REUSE_PORT);

	@AfterEach
	void close() {
		this.sockets.close();
	}

	@Test
	void eachSlotHasASocketAtTheSamePort() throws Exception {
		ListeningSocket first = obtain(this.sockets, ANY_PORT, 0);
		ListeningSocket second = obtain(this.sockets, ANY_PORT, 1);
		assertThat(second).isNotSameAs(first);
		assertThat(second.localAddress()).isEqualTo(first.localAddress());
		assertThat(obtain(this.sockets, ANY_PORT, 1)).isSameAs(second);
		assertThat(this.sockets.localAddresses()).containsExactly(first.localAddress());
	}

	@Test
	void secondServerAtThePortIsRefused() throws Exception {
		ServerAddress taken = ANY_PORT.withPort(obtain(this.sockets, ANY_PORT, 0).port());
		for (SchedulingPolicy policy : SchedulingPolicy.values()) {
			try (ListeningSockets second = new ListeningSockets(policy)) {
				assertThatIOException().as("%s", policy)
					.isThrownBy(() -> obtain(second, taken, 0))
					.withMessageContaining("in use");
			}
		}
	}

	@Test
	void slotThatLeavesTakesItsSocketAlong() throws Exception {
		ListeningSocket first = obtain(this.sockets, ANY_PORT, 0);
		ListeningSocket second = obtain(this.sockets, ANY_PORT, 1);
		this.sockets.close(1);
		assertThat(second.handle().isOpen()).isFalse();
		this.sockets.close(0);
		assertThat(first.handle().isOpen()).as("the last that holds the port").isTrue();
		try (Socket client = new Socket(first.localAddress().getAddress(), first.port())) {
			assertThat(client.isConnected()).isTrue();
		}
		assertThat(obtain(this.sockets, ANY_PORT, 1).port()).isEqualTo(first.port());
	}

	@Test
	void nothingIsBoundAfterTheEnd() throws Exception {
		int port = obtain(this.sockets, ANY_PORT, 0).port();
		this.sockets.close();
		assertThatIOException().isThrownBy(() -> obtain(this.sockets, ANY_PORT, 0)).withMessageContaining("cancel");
		assertThat(this.sockets.localAddresses()).isEmpty();
		assertThatIOException().isThrownBy(() -> new Socket("127.0.0.1", port).close());
	}

	@Test
	void otherAddressTakesThePlaceOfTheOneThatWasBoundFirst() throws Exception {
		ListeningSocket first = obtain(this.sockets, ANY_PORT, 0);
		ServerAddress other = new ServerAddress("127.0.0.2", 0, AddressType.IPV4, 0);
		ListeningSocket second = this.sockets.rebind(ANY_PORT, other, ListenOptions.backlog(0));
		assertThat(first.handle().isOpen()).isFalse();
		assertThat(second.localAddress().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
		assertThat(this.sockets.localAddresses()).containsExactly(second.localAddress());
	}

	@Test
	void sameAddressInAnotherFormKeepsItsSocket() throws Exception {
		int port = freePort();
		ServerAddress any = new ServerAddress(null, port, AddressType.IPV6, 0);
		ListeningSocket first = obtain(this.sockets, any, 0);
		ServerAddress ipv4 = new ServerAddress("0.0.0.0", port, AddressType.IPV4, 0);
		assertThat(this.sockets.rebind(any, ipv4, ListenOptions.backlog(7))).isSameAs(first);
		assertThat(backlog(first)).isEqualTo(7);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Test
	void socketsOfAnAddressAreClosedTogetherAndBoundAgainOnDemand() throws Exception {
		ListeningSocket first = obtain(this.sockets, ANY_PORT, 0);
		ListeningSocket second = obtain(this.sockets, ANY_PORT, 1);
		assertThat(this.sockets.close(ANY_PORT.key())).containsExactly(first.localAddress());
		assertThat(first.handle().isOpen()).isFalse();
		assertThat(second.handle().isOpen()).isFalse();
		assertThat(this.sockets.close(ANY_PORT.key())).isEmpty();
		assertThat(obtain(this.sockets, ANY_PORT, 0).handle().isOpen()).isTrue();
	}

	@Test
	void otherKindsOfSocketsAreShared() throws Exception {
		ServerAddress udp = new ServerAddress("127.0.0.1", 0, AddressType.UDP4, 0);
		assertThat(obtain(this.sockets, udp, 0)).isSameAs(obtain(this.sockets, udp, 1));
	}

	@Test
	void backlogIsThatOfTheFirstWhoAsks() throws Exception {
		assertThat(backlog(this.sockets.obtain(ANY_PORT, ListenOptions.backlog(42), 0))).isEqualTo(42);
		assertThat(backlog(this.sockets.obtain(ANY_PORT, ListenOptions.backlog(7), 0))).isEqualTo(42);
	}

	/**
	 * Ask the kernel, which says it where it says of connections how many segments were
	 * acknowledged out of order.
	 */
	private static int backlog(ListeningSocket socket) throws IOException {
		ByteBuffer info = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
		new io.netty.channel.unix.Socket(socket.handle().descriptor()).getRawOpt(IPPROTO_TCP, TCP_INFO, info);
		return info.getInt(28);
	}

	private static ListeningSocket obtain(ListeningSockets sockets, ServerAddress server, int slot) throws IOException {
		return sockets.obtain(server, ListenOptions.backlog(0), slot);
	}

}
