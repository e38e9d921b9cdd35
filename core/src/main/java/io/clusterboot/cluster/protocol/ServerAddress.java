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

package io.clusterboot.cluster.protocol;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The address that a server listens on, in Node's terms. A worker sends it in
 * {@code queryServer}, and the master keeps its listening sockets by it.
 *
 * @param address the textual address or the path, or {@code null} for every address of
 * the host and for a descriptor
 * @param port the port, 0 for a random one that all workers share; -1 where there is none
 * @param type the kind of address
 * @param descriptor the number of a descriptor of the master, -1 for an address
 * @param index the index, from 0, among the servers of a worker on the same address; it
 * distinguishes two servers on port 0
 */
public record ServerAddress(@Nullable String address, int port, AddressType type, int descriptor, int index) {

	private static final int NONE = -1;

	private static final Set<String> ANY = Set.of("0.0.0.0", "::");

	/**
	 * Create an address that is not given by a descriptor.
	 * @param address the textual address or the path, or {@code null} for every address
	 * @param port the port, 0 for a random one; -1 where there is none
	 * @param type the kind of address
	 * @param index the index among the worker's servers on this address, from 0
	 */
	public ServerAddress(@Nullable String address, int port, AddressType type, int index) {
		this(address, port, type, NONE, index);
	}

	/**
	 * Return the address of a server that was asked to bind to the given socket address.
	 * @param socketAddress a resolved socket address
	 * @param index the index among the worker's servers on this address, from 0
	 * @return the server address
	 * @throws IllegalArgumentException if the socket address is unresolved
	 */
	public static ServerAddress of(InetSocketAddress socketAddress, int index) {
		InetAddress inetAddress = resolved(socketAddress);
		AddressType type = (inetAddress instanceof Inet4Address) ? AddressType.IPV4 : AddressType.IPV6;
		String text = inetAddress.isAnyLocalAddress() ? null : text(inetAddress);
		return new ServerAddress(text, socketAddress.getPort(), type, index);
	}

	/**
	 * Return the address of a UDP socket that is asked to bind to the given socket
	 * address. Unlike for TCP, {@code 0.0.0.0} means IPv4 only, as in Node.
	 * @param socketAddress a resolved socket address
	 * @param index the index among the worker's sockets on this address, from 0
	 * @return the server address
	 * @throws IllegalArgumentException if the socket address is unresolved
	 */
	public static ServerAddress ofUdp(InetSocketAddress socketAddress, int index) {
		InetAddress inetAddress = resolved(socketAddress);
		AddressType type = (inetAddress instanceof Inet4Address) ? AddressType.UDP4 : AddressType.UDP6;
		return new ServerAddress(text(inetAddress), socketAddress.getPort(), type, index);
	}

	/**
	 * Write an address in Node's form, so that JVMs and Node processes name the same
	 * socket.
	 */
	static String text(InetAddress address) {
		boolean isScoped = address instanceof Inet6Address inet6 && inet6.getScopeId() != 0;
		return isScoped ? address.getHostAddress() : NetUtil.toAddressString(address);
	}

	private static InetAddress resolved(InetSocketAddress socketAddress) {
		InetAddress inetAddress = socketAddress.getAddress();
		if (inetAddress == null) {
			throw new IllegalArgumentException(
					"address: %s (expected: a host that can be resolved)".formatted(socketAddress.getHostString()));
		}
		return inetAddress;
	}

	/**
	 * Return this address with another index.
	 * @param index the index among the worker's servers on this address, from 0
	 * @return the new address
	 */
	public ServerAddress withIndex(int index) {
		return new ServerAddress(this.address, this.port, this.type, this.descriptor, index);
	}

	/**
	 * Return this address with another port.
	 * @param port the port
	 * @return the new address
	 */
	public ServerAddress withPort(int port) {
		return new ServerAddress(this.address, port, this.type, this.descriptor, this.index);
	}

	/**
	 * Return the canonical form of this address under the options: a server of IPv6 only
	 * has a socket of its own.
	 * @param options how the server asks to listen
	 * @return the address by which the master keeps the socket
	 */
	public ServerAddress canonical(ListenOptions options) {
		return options.isIpv6Only() ? this : canonical();
	}

	/**
	 * Return the canonical form of this address, which is equal for all addresses that
	 * mean the same socket: a socket on every address of the host takes connections of
	 * both families, whichever of them was named. Addresses with a random port stay
	 * different.
	 * @return the address by which the master keeps the socket
	 */
	public ServerAddress canonical() {
		boolean isAny = this.address == null || (this.port != 0 && ANY.contains(this.address));
		boolean isTcp = this.type == AddressType.IPV4 || this.type == AddressType.IPV6;
		return (isAny && isTcp) ? new ServerAddress(null, this.port, AddressType.IPV4, this.index) : this;
	}

	/**
	 * Return whether this is every address of the host.
	 * @return whether no single address is meant
	 */
	public boolean isAny() {
		return this.type != AddressType.PATH && (this.address == null || ANY.contains(this.address));
	}

	/**
	 * Return the socket address to bind to, which also represents this address in events.
	 * @return the socket address; for a descriptor, one without host and port
	 * @throws IllegalArgumentException if the address is not a literal one
	 */
	public SocketAddress toSocketAddress() {
		return switch (this.type) {
			case PATH -> UnixDomainSocketAddress.of(Objects.requireNonNullElse(this.address, ""));
			case DESCRIPTOR -> new InetSocketAddress(0);
			default -> toInetSocketAddress();
		};
	}

	/**
	 * Return the internet address to bind to.
	 * @return the socket address
	 * @throws IllegalArgumentException if the address is not a literal one
	 */
	public InetSocketAddress toInetSocketAddress() {
		if (this.address == null) {
			return new InetSocketAddress(this.port);
		}
		if (!this.address.matches("[0-9A-Fa-f:.]+(%.+)?")) {
			throw new IllegalArgumentException(
					"address: %s (expected: an IPv4 or IPv6 address)".formatted(this.address));
		}
		try {
			return new InetSocketAddress(InetAddress.getByName(this.address), this.port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(
					"address: %s (expected: an IPv4 or IPv6 address)".formatted(this.address), ex);
		}
	}

	/**
	 * Return the key by which Node's primary keeps this server. It is opaque to the
	 * worker.
	 * @return the key, such as {@code 127.0.0.1:0:4:undefined:0}
	 */
	public String key() {
		return "%s:%s:%s:%s:%d".formatted(this.address, (this.type == AddressType.DESCRIPTOR) ? "null" : this.port,
				this.type.wire().asString("null"), (this.descriptor == NONE) ? "undefined" : this.descriptor,
				this.index);
	}

	@Override
	public String toString() {
		return switch (this.type) {
			case PATH -> String.valueOf(this.address);
			case DESCRIPTOR -> "descriptor " + this.descriptor;
			case IPV6, UDP6 -> ((this.address != null) ? "[%s]:%d" : "%s:%d").formatted(host(), this.port);
			default -> "%s:%d".formatted(host(), this.port);
		};
	}

	private String host() {
		return Objects.requireNonNullElse(this.address, "*");
	}

}
