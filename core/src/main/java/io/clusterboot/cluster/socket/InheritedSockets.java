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

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.service.PassedDescriptor;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that the master was started with, by a service manager that keeps them open
 * while there is no master. They are used in place of sockets that the master would bind.
 * Confined to the control loop after the adoption.
 */
final class InheritedSockets {

	private static final Logger logger = LoggerFactory.getLogger(InheritedSockets.class);

	private final List<Inherited> sockets;

	private final Map<String, ServerAddress> servers = new HashMap<>();

	private InheritedSockets(List<Inherited> sockets) {
		this.sockets = sockets;
	}

	/**
	 * Return an instance without sockets.
	 * @return the instance
	 */
	static InheritedSockets none() {
		return new InheritedSockets(List.of());
	}

	/**
	 * Take ownership of descriptors that are listening or UDP sockets. Others are
	 * reported, and stay as they are.
	 * @param descriptors the descriptors
	 * @param servers the addresses of servers whose sockets may have a name, wherever
	 * they listen
	 * @return the sockets
	 */
	static InheritedSockets adopt(List<PassedDescriptor> descriptors, Map<String, InetSocketAddress> servers) {
		InheritedSockets adopted = new InheritedSockets(
				descriptors.stream().map(Inherited::adopt).flatMap(Optional::stream).toList());
		servers.forEach((name, address) -> adopted.servers.put(name, ServerAddress.of(address, 0).canonical()));
		return adopted;
	}

	/**
	 * Return the socket for a server.
	 * @param server the canonical address of the server
	 * @return the socket, which this instance owns; empty if none is for the server
	 */
	Optional<ListeningSocket> obtain(ServerAddress server) {
		if (server.type() == AddressType.DESCRIPTOR) {
			return this.sockets.stream()
				.filter((inherited) -> inherited.origin.number() == server.descriptor())
				.findFirst()
				.map(Inherited::use);
		}
		return Stream
			.of(users(server), named(server).filter(Inherited::isFree),
					this.sockets.stream().filter(Inherited::isFree).filter((free) -> free.isFor(server)))
			.flatMap((found) -> found)
			.findFirst()
			.map((inherited) -> inherited.use(server));
	}

	private Stream<Inherited> users(ServerAddress server) {
		return this.sockets.stream().filter((inherited) -> server.equals(inherited.server));
	}

	private Stream<Inherited> named(ServerAddress server) {
		return this.sockets.stream()
			.filter((inherited) -> server.equals(this.servers.get(inherited.origin.name())))
			.filter((inherited) -> inherited.socket.handle().kind() == HandleKind.TCP_LISTENER);
	}

	/**
	 * A server listens at another address than was thought first.
	 */
	void moved(ServerAddress previous, ServerAddress server) {
		this.servers.replaceAll((name, address) -> address.equals(previous) ? server : address);
	}

	/**
	 * No worker serves an address any more. Its socket stays open, and connections wait
	 * until a worker asks for it again.
	 * @param key the key of the canonical address
	 */
	void free(String key) {
		this.sockets.stream()
			.filter((inherited) -> inherited.server != null && inherited.server.key().equals(key))
			.forEach((inherited) -> inherited.server = null);
	}

	/**
	 * Return the sockets that are used.
	 */
	Stream<ListeningSocket> used() {
		return this.sockets.stream()
			.filter((inherited) -> inherited.used)
			.filter((inherited) -> inherited.socket.handle().isOpen())
			.map((inherited) -> inherited.socket);
	}

	/**
	 * Report the sockets that no server has asked for so far, each once.
	 */
	void reportUnused() {
		this.sockets.stream().filter((inherited) -> !inherited.used).forEach(Inherited::reportUnused);
	}

	void close() {
		this.sockets.forEach((inherited) -> inherited.socket.close());
	}

	/**
	 * A socket, and the server that it is for.
	 */
	private static final class Inherited {

		private final PassedDescriptor origin;

		private final ListeningSocket socket;

		private final ServerAddress address;

		private @Nullable ServerAddress server;

		private boolean used;

		private boolean reported;

		private Inherited(PassedDescriptor origin, ListeningSocket socket, ServerAddress address) {
			this.origin = origin;
			this.socket = socket;
			this.address = address;
		}

		static Optional<Inherited> adopt(PassedDescriptor descriptor) {
			Handle handle = Handle.adopt(descriptor.number());
			HandleKind kind = handle.kind();
			if (!kind.isListening() && kind != HandleKind.UDP) {
				handle.release();
				logger.warn(
						"Descriptor {} ({}) from the service manager is not used: it is {} (expected: a socket "
								+ "that listens, so Accept=no, or a UDP socket)",
						descriptor.number(), descriptor.name(), kind);
				return Optional.empty();
			}
			handle.closeOnExec().setNonBlocking();
			Socket socket = new Socket(handle.descriptor());
			if (kind == HandleKind.UNIX_LISTENER) {
				DomainSocketAddress path = socket.localDomainSocketAddress();
				return Optional.of(new Inherited(descriptor, new ListeningSocket(handle, null),
						new ServerAddress((path != null) ? path.path() : "", -1, AddressType.PATH, 0)));
			}
			InetSocketAddress local = Objects.requireNonNull(socket.localAddress());
			ServerAddress address = (kind == HandleKind.UDP) ? ServerAddress.ofUdp(local, 0)
					: ServerAddress.of(local, 0).canonical();
			return Optional.of(new Inherited(descriptor, new ListeningSocket(handle, local), address));
		}

		boolean isFree() {
			return this.server == null;
		}

		/**
		 * Return whether a server asks for this socket by its address: the same one, or
		 * every address of the host, as the service manager may restrict that.
		 */
		boolean isFor(ServerAddress asked) {
			boolean matches = asked.type().isUdp() == this.address.type().isUdp()
					&& (asked.type() == AddressType.PATH) == (this.address.type() == AddressType.PATH);
			if (!matches || asked.index() != 0 || asked.port() != this.address.port()) {
				return false;
			}
			// What is IPv6 only is not in the canonical form of a TCP address
			boolean isAny = asked.isAny() && asked.port() != 0 && asked.type() != AddressType.IPV6;
			return isAny || asked.equals(this.address);
		}

		ListeningSocket use(ServerAddress server) {
			this.server = server;
			return use();
		}

		ListeningSocket use() {
			if (!this.used) {
				this.used = true;
				logger.info("Socket {} ({}, {}) from the service manager is used", this.origin.number(),
						this.origin.name(), this.address);
			}
			return this.socket;
		}

		void reportUnused() {
			if (!this.reported) {
				this.reported = true;
				logger.warn(
						"Socket {} ({}, {}) from the service manager is not used, so nobody answers there: no server "
								+ "listens at this address (expected: the address of a server, or the name of one)",
						this.origin.number(), this.origin.name(), this.address);
			}
		}

	}

}
