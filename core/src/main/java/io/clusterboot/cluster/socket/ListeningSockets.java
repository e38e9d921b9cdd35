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
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.service.ServiceEnvironment;
import io.clusterboot.cluster.socket.SocketBinder.PortUse;
import io.clusterboot.handle.Errno;
import io.netty.channel.unix.Errors.NativeIoException;

/**
 * The sockets the cluster listens on, by the address that was asked for. Each is bound
 * once, on first demand, and stays open until this registry is closed, also without
 * workers. Where each worker accepts on a socket of its own, there is one for each slot.
 * Confined to the control loop.
 */
public final class ListeningSockets implements ServerSockets {

	private final SchedulingPolicy policy;

	private final InheritedSockets inherited;

	private final Map<ServerAddress, Map<Integer, ListeningSocket>> sockets = new LinkedHashMap<>();

	private boolean closed;

	/**
	 * Create a new instance.
	 * @param policy how connections reach the workers
	 */
	public ListeningSockets(SchedulingPolicy policy) {
		this(policy, InheritedSockets.none());
	}

	ListeningSockets(SchedulingPolicy policy, InheritedSockets inherited) {
		this.policy = policy;
		this.inherited = inherited;
	}

	/**
	 * Create a new instance with the sockets that were passed to the master.
	 * @param policy how connections reach the workers
	 * @param service passes sockets, which the registry owns from now on
	 * @return the registry
	 */
	public static ListeningSockets of(SchedulingPolicy policy, ServiceEnvironment service) {
		return new ListeningSockets(policy, InheritedSockets.adopt(service.descriptors(), service.servers()));
	}

	@Override
	public ListeningSocket obtain(ServerAddress asked, ListenOptions options, int slot) throws IOException {
		if (this.closed) {
			throw new NativeIoException("bind", Errno.ECANCELED.negative());
		}
		ServerAddress server = asked.canonical(options);
		Optional<ListeningSocket> passed = this.inherited.obtain(server);
		if (passed.isPresent()) {
			return passed.get();
		}
		Map<Integer, ListeningSocket> known = this.sockets.getOrDefault(server, Map.of());
		int index = hasOneForEachSlot(server.type()) ? slot : 0;
		ListeningSocket socket = known.get(index);
		if (socket != null) {
			return socket;
		}
		ListeningSocket added = bind(server, options, known.values());
		this.sockets.computeIfAbsent(server, (address) -> new TreeMap<>()).put(index, added);
		return added;
	}

	/**
	 * Bind an address in place of another one that was bound before it was known where
	 * the cluster listens. If both mean the same socket, it stays, as workers may have
	 * it.
	 * @param previous the address bound before
	 * @param asked the address to listen on
	 * @param options how to listen
	 * @return the socket, which this registry owns
	 * @throws IOException if it can't be bound
	 */
	public ListeningSocket rebind(ServerAddress previous, ServerAddress asked, ListenOptions options)
			throws IOException {
		ServerAddress server = asked.canonical(options);
		if (!server.equals(previous.canonical())) {
			this.inherited.moved(previous.canonical(), server);
			close(previous.canonical().key());
		}
		ListeningSocket socket = obtain(asked, options, 0);
		if (options.backlog() > 0) {
			this.sockets.getOrDefault(server, Map.of())
				.values()
				.forEach((each) -> each.handle().listen(options.backlog()));
		}
		return socket;
	}

	private boolean hasOneForEachSlot(AddressType type) {
		return this.policy == SchedulingPolicy.REUSE_PORT && (type == AddressType.IPV4 || type == AddressType.IPV6);
	}

	/**
	 * A socket that was passed for another address explains why one cannot be bound.
	 */
	private ListeningSocket bind(ServerAddress server, ListenOptions options, Collection<ListeningSocket> others)
			throws IOException {
		try {
			return add(server, options, others);
		}
		catch (IOException ex) {
			this.inherited.reportUnused();
			throw ex;
		}
	}

	private ListeningSocket add(ServerAddress server, ListenOptions options, Collection<ListeningSocket> others)
			throws IOException {
		if (server.type() == AddressType.DESCRIPTOR) {
			return SocketBinder.inherited(server);
		}
		if (!hasOneForEachSlot(server.type())) {
			return SocketBinder.bind(server, options, PortUse.EXCLUSIVE);
		}
		if (!others.isEmpty()) {
			return SocketBinder.bind(server.withPort(others.iterator().next().port()), options, PortUse.SHARED);
		}
		if (server.port() != 0) {
			// A socket without SO_REUSEPORT shows whether another program has the port
			SocketBinder.bind(server, options, PortUse.EXCLUSIVE).close();
		}
		return SocketBinder.bind(server, options, PortUse.SHARED);
	}

	@Override
	public void close(int slot) {
		this.sockets.forEach((server, bySlot) -> {
			if (hasOneForEachSlot(server.type()) && bySlot.size() > 1 && bySlot.containsKey(slot)) {
				bySlot.remove(slot).close();
			}
		});
	}

	@Override
	public List<InetSocketAddress> close(String key) {
		this.inherited.free(key);
		List<ListeningSocket> closed = this.sockets.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().key().equals(key))
			.flatMap((entry) -> entry.getValue().values().stream())
			.toList();
		this.sockets.keySet().removeIf((server) -> server.key().equals(key));
		closed.forEach(ListeningSocket::close);
		return closed.stream().map(ListeningSocket::localAddress).filter(Objects::nonNull).distinct().toList();
	}

	@Override
	public List<InetSocketAddress> localAddresses() {
		return all().map(ListeningSocket::localAddress).filter(Objects::nonNull).distinct().toList();
	}

	private Stream<ListeningSocket> all() {
		return Stream.concat(this.inherited.used(),
				this.sockets.values().stream().flatMap((bySlot) -> bySlot.values().stream()));
	}

	@Override
	public void served() {
		this.inherited.reportUnused();
	}

	@Override
	public void close() {
		this.closed = true;
		all().forEach(ListeningSocket::close);
		this.inherited.close();
		this.sockets.clear();
	}

}
