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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets the cluster listens on, by the address that was asked for. Each is bound
 * once, on first demand, and stays open until this is closed, whatever becomes of the
 * workers. Where each worker accepts on a socket of its own, there is one a slot.
 * Confined to the control loop.
 */
public final class ListeningSockets implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(ListeningSockets.class);

	private final SchedulingPolicy policy;

	private final Map<ServerAddress, Map<Integer, ListeningSocket>> sockets = new LinkedHashMap<>();

	/**
	 * Create a new instance.
	 * @param policy how connections reach the workers
	 */
	public ListeningSockets(SchedulingPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Return the socket for an address, bound now if it is not yet.
	 * @param asked the address asked for
	 * @param options how to listen; counts only for the first who asks
	 * @param slot whose worker listens on it
	 * @return the socket, which stays ours
	 * @throws IOException if it can't be bound; the next demand tries again
	 */
	public ListeningSocket obtain(ServerAddress asked, ListenOptions options, int slot) throws IOException {
		ServerAddress server = asked.canonical(options);
		Map<Integer, ListeningSocket> known = this.sockets.getOrDefault(server, Map.of());
		int index = hasOneForEachSlot(server.type()) ? slot : 0;
		ListeningSocket socket = known.get(index);
		if (socket != null) {
			return socket;
		}
		ListeningSocket added = add(server, options, known.values());
		this.sockets.computeIfAbsent(server, (address) -> new TreeMap<>()).put(index, added);
		return added;
	}

	private boolean hasOneForEachSlot(AddressType type) {
		return this.policy == SchedulingPolicy.REUSE_PORT && (type == AddressType.IPV4 || type == AddressType.IPV6);
	}

	private ListeningSocket add(ServerAddress server, ListenOptions options, Collection<ListeningSocket> others)
			throws IOException {
		if (server.type() == AddressType.DESCRIPTOR) {
			return inherited(server);
		}
		if (!hasOneForEachSlot(server.type())) {
			return bind(server, options, PortUse.ALONE);
		}
		if (!others.isEmpty()) {
			return bind(server.withPort(others.iterator().next().port()), options, PortUse.TOGETHER);
		}
		if (server.port() != 0) {
			// A socket that does not share tells whether somebody else has the port
			bind(server, options, PortUse.ALONE).close();
		}
		return bind(server, options, PortUse.TOGETHER);
	}

	/**
	 * Close the sockets of a slot that nobody accepts on any more, unless no other socket
	 * holds the port.
	 * @param slot the slot
	 */
	public void close(int slot) {
		this.sockets.forEach((server, bySlot) -> {
			if (hasOneForEachSlot(server.type()) && bySlot.size() > 1 && bySlot.containsKey(slot)) {
				bySlot.remove(slot).close();
			}
		});
	}

	/**
	 * Take a socket that this process was started with, as systemd does it.
	 */
	private static ListeningSocket inherited(ServerAddress server) {
		Handle inherited = Handle.adopt(server.descriptor());
		try {
			if (!inherited.kind().isListening() && inherited.kind() != HandleKind.UDP) {
				throw new IllegalArgumentException("descriptor %d: %s (expected: a listening or a UDP socket)"
					.formatted(server.descriptor(), inherited.kind()));
			}
			return new ListeningSocket(inherited.duplicate().setNonBlocking(),
					new Socket(server.descriptor()).localAddress());
		}
		finally {
			inherited.release();
		}
	}

	private static ListeningSocket bind(ServerAddress server, ListenOptions options, PortUse use) throws IOException {
		Epoll.ensureAvailability();
		int backlog = (options.backlog() > 0) ? options.backlog() : NetUtil.SOMAXCONN;
		Socket socket = InternetSocket.open(server, options);
		try {
			if (!server.type().isUdp() || options.reusesAddress()) {
				socket.setReuseAddress(true);
			}
			if (use == PortUse.TOGETHER) {
				socket.setReusePort(true);
			}
			socket.bind((server.type() == AddressType.PATH)
					? new SocketPath(Path.of(String.valueOf(server.address()))).toAddress()
					: server.toInetSocketAddress());
			if (!server.type().isUdp()) {
				socket.listen(backlog);
			}
			if (server.type() == AddressType.PATH) {
				return path(socket, Path.of(String.valueOf(server.address())), options);
			}
			InetSocketAddress localAddress = socket.localAddress();
			return new ListeningSocket(Handle.adopt(socket.intValue()), localAddress);
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	private static ListeningSocket path(Socket socket, Path path, ListenOptions options) throws IOException {
		if (options.openToAll()) {
			Files.setPosixFilePermissions(path, EnumSet.allOf(PosixFilePermission.class));
		}
		return new ListeningSocket(Handle.adopt(socket.intValue()), null, path);
	}

	public List<InetSocketAddress> localAddresses() {
		return all().map(ListeningSocket::localAddress).filter(Objects::nonNull).distinct().toList();
	}

	private Stream<ListeningSocket> all() {
		return this.sockets.values().stream().flatMap((bySlot) -> bySlot.values().stream());
	}

	@Override
	public void close() {
		all().forEach(ListeningSocket::close);
		this.sockets.clear();
	}

	/**
	 * Who may bind to the port of a socket.
	 */
	private enum PortUse {

		ALONE, TOGETHER

	}

	/**
	 * A socket the cluster listens on.
	 *
	 * @param handle its descriptor
	 * @param localAddress where it really listens, {@code null} at a path
	 * @param path the path, {@code null} for an address of the internet
	 */
	public record ListeningSocket(Handle handle, @Nullable InetSocketAddress localAddress,
			@Nullable Path path) implements Closeable {

		ListeningSocket(Handle handle, @Nullable InetSocketAddress localAddress) {
			this(handle, localAddress, null);
		}

		public int port() {
			return (this.localAddress != null) ? this.localAddress.getPort() : 0;
		}

		@Override
		public void close() {
			this.handle.close();
			if (this.path != null) {
				try {
					Files.deleteIfExists(this.path);
				}
				catch (IOException ex) {
					logger.warn("The socket {} could not be removed", this.path, ex);
				}
			}
		}

	}

}
