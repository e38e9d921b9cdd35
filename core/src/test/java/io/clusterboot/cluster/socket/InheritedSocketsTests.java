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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.service.PassedDescriptor;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InheritedSockets} as part of {@link ListeningSockets}. Another
 * registry stands for the service manager, which keeps its descriptors.
 */
@Timeout(60)
class InheritedSocketsTests {

	private final ListeningSockets manager = new ListeningSockets(SchedulingPolicy.SHARED);

	private final List<Closeable> opened = new ArrayList<>(List.of(this.manager));

	private int index;

	@AfterEach
	void close() throws IOException {
		for (Closeable each : this.opened) {
			each.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void allSlotsHaveTheSocketOfTheirAddress(SchedulingPolicy policy) throws IOException {
		ListeningSocket manager = listen("127.0.0.1");
		ListeningSockets sockets = sockets(policy, Map.of(), passed(manager, "a.socket"));
		ServerAddress server = tcp("127.0.0.1", manager.port());
		ListeningSocket socket = sockets.obtain(server, ListenOptions.DEFAULTS, 0);
		assertThat(socket.localAddress()).isEqualTo(manager.localAddress());
		assertThat(sockets.obtain(server, ListenOptions.DEFAULTS, 1)).isSameAs(socket);
		assertThat(sockets.localAddresses()).containsExactly(manager.localAddress());
		sockets.close(1);
		sockets.close(server.key());
		assertThat(sockets.obtain(server, ListenOptions.DEFAULTS, 0)).as("as nobody could bind it again")
			.isSameAs(socket);
		sockets.close();
		assertThat(socket.handle().isOpen()).isFalse();
		try (Socket client = new Socket("127.0.0.1", manager.port())) {
			assertThat(client.isConnected()).as("the service manager goes on to listen").isTrue();
		}
	}

	@Test
	void serviceManagerMayRestrictAServerOfAllAddressesButNotExtendOne() throws IOException {
		ListeningSocket loopback = listen("127.0.0.1");
		ListeningSockets sockets = sockets(SchedulingPolicy.SHARED, Map.of(), passed(loopback, "a"));
		assertThat(obtain(sockets, tcp(null, loopback.port())).localAddress()).isEqualTo(loopback.localAddress());
		ListeningSocket any = listen("0.0.0.0");
		InheritedSockets wider = InheritedSockets.adopt(List.of(passed(any, "b")), Map.of());
		assertThat(wider.obtain(tcp("127.0.0.1", any.port()))).isEmpty();
		assertThat(wider.obtain(tcp(null, any.port()))).isPresent();
		this.opened.add(wider::close);
	}

	@Test
	void nameCountsWhereverTheSocketListens() throws IOException {
		ListeningSocket http = listen("127.0.0.1");
		ListeningSocket management = listen("127.0.0.1");
		ListeningSockets sockets = sockets(SchedulingPolicy.SHARED,
				Map.of("http", new InetSocketAddress(8080), "management", new InetSocketAddress("127.0.0.1", 9090)),
				passed(management, "management"), passed(http, "http"));
		assertThat(obtain(sockets, tcp(null, 8080)).localAddress()).isEqualTo(http.localAddress());
		assertThat(obtain(sockets, tcp("127.0.0.1", 9090)).localAddress()).isEqualTo(management.localAddress());
		ServerAddress customized = tcp(null, 8081);
		assertThat(sockets.rebind(tcp(null, 8080), customized, ListenOptions.DEFAULTS).localAddress())
			.isEqualTo(http.localAddress());
		assertThat(sockets.localAddresses()).hasSize(2);
	}

	@Test
	void otherAddressesAreBound() throws IOException {
		ListeningSocket manager = listen("127.0.0.1");
		ListeningSockets sockets = sockets(SchedulingPolicy.SHARED, Map.of(), passed(manager, "a"));
		ListeningSocket bound = obtain(sockets, tcp("127.0.0.1", 0));
		assertThat(bound.port()).isNotZero().isNotEqualTo(manager.port());
		assertThat(sockets.localAddresses()).containsExactly(bound.localAddress());
	}

	@Test
	void pathsAndDatagramsMatchAndThePathStays(@TempDir Path folder) throws IOException {
		Path path = folder.resolve("socket");
		ListeningSocket unix = obtain(this.manager, new ServerAddress(path.toString(), -1, AddressType.PATH, 0));
		ListeningSocket udp = obtain(this.manager, new ServerAddress("127.0.0.1", 0, AddressType.UDP4, 0));
		ListeningSockets sockets = sockets(SchedulingPolicy.SHARED, Map.of(), passed(unix, "a"), passed(udp, "b"));
		assertThat(obtain(sockets, new ServerAddress(path.toString(), -1, AddressType.PATH, 0)).handle().kind())
			.isEqualTo(HandleKind.UNIX_LISTENER);
		assertThat(obtain(sockets, new ServerAddress("127.0.0.1", udp.port(), AddressType.UDP4, 0)).handle().kind())
			.isEqualTo(HandleKind.UDP);
		sockets.close();
		assertThat(path).as("the service manager's").exists();
	}

	@Test
	void whatIsNoListeningSocketIsLeftAlone() throws IOException {
		Handle[] pair = Handle.socketPair();
		try (Handle connection = pair[0]; Handle peer = pair[1]) {
			ListeningSockets sockets = sockets(SchedulingPolicy.SHARED, Map.of(),
					new PassedDescriptor(connection.descriptor(), "a"));
			sockets.close();
			assertThat(connection.kind()).as("still open").isEqualTo(HandleKind.UNIX_STREAM);
			assertThat(peer.kind()).isEqualTo(HandleKind.UNIX_STREAM);
		}
	}

	@Test
	void numberStillNamesTheSocketAndProgramsDoNotInheritIt() throws IOException {
		ListeningSocket manager = listen("127.0.0.1");
		PassedDescriptor descriptor = passed(manager, "a");
		ListeningSockets sockets = sockets(SchedulingPolicy.SHARED, Map.of(), descriptor);
		Handle handle = obtain(sockets, new ServerAddress(null, -1, AddressType.DESCRIPTOR, descriptor.number(), 0))
			.handle();
		String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + handle.descriptor())).get(1);
		int closeOnExec = 02000000;
		int nonBlocking = 04000;
		assertThat(Integer.parseInt(flags.replace("flags:", "").strip(), 8) & (closeOnExec | nonBlocking))
			.isEqualTo(closeOnExec | nonBlocking);
	}

	private ListeningSockets sockets(SchedulingPolicy policy, Map<String, InetSocketAddress> servers,
			PassedDescriptor... descriptors) {
		ListeningSockets sockets = new ListeningSockets(policy, InheritedSockets.adopt(List.of(descriptors), servers));
		this.opened.add(sockets);
		return sockets;
	}

	/**
	 * Each on another index, as the port 0 is one address.
	 */
	private ListeningSocket listen(String host) throws IOException {
		return this.manager.obtain(new ServerAddress(host, 0, AddressType.IPV4, this.index++), ListenOptions.DEFAULTS,
				0);
	}

	/**
	 * A descriptor of its own, as a process that is started has it.
	 */
	private static PassedDescriptor passed(ListeningSocket socket, String name) {
		return new PassedDescriptor(socket.handle().duplicate().release(), name);
	}

	private static ServerAddress tcp(@Nullable String host, int port) {
		return new ServerAddress(host, port, AddressType.IPV4, 0);
	}

	private static ListeningSocket obtain(ListeningSockets sockets, ServerAddress server) throws IOException {
		return sockets.obtain(server, ListenOptions.DEFAULTS, 0);
	}

}
