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
 * The address a server asked to listen on, in Node's terms. It is what a worker sends in
 * {@code queryServer}, and what the master files a listening socket under.
 *
 * @param address the textual address or the path, or {@code null} for every address of
 * the host and for a descriptor
 * @param port the port, 0 for a random one that all workers share; -1 where there is none
 * @param type what kind of address this is
 * @param descriptor the number of a descriptor of the master's, -1 if it is none
 * @param index which of the worker's listens on this very address this is, from 0; it
 * tells two servers on port 0 apart
 */
public record ServerAddress(@Nullable String address, int port, AddressType type, int descriptor, int index) {

	private static final int NONE = -1;

	private static final Set<String> ANY = Set.of("0.0.0.0", "::");

	/**
	 * Create an address that is no descriptor.
	 * @param address the textual address or the path, or {@code null} for every address
	 * @param port the port, 0 for a random one; -1 where there is none
	 * @param type what kind of address this is
	 * @param index which of the worker's listens on this very address this is
	 */
	public ServerAddress(@Nullable String address, int port, AddressType type, int index) {
		this(address, port, type, NONE, index);
	}

	/**
	 * Return the address of a server that was asked to bind to the given socket address.
	 * @param socketAddress a resolved socket address
	 * @param index which of the worker's listens on this very address this is, from 0
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
	 * Return the address of a UDP socket that is to be bound to the given socket address.
	 * Unlike a TCP one, {@code 0.0.0.0} stands for IPv4 alone, as in Node.
	 * @param socketAddress a resolved socket address
	 * @param index which of the worker's binds to this very address this is, from 0
	 * @return the server address
	 * @throws IllegalArgumentException if the socket address is unresolved
	 */
	public static ServerAddress ofUdp(InetSocketAddress socketAddress, int index) {
		InetAddress inetAddress = resolved(socketAddress);
		AddressType type = (inetAddress instanceof Inet4Address) ? AddressType.UDP4 : AddressType.UDP6;
		return new ServerAddress(text(inetAddress), socketAddress.getPort(), type, index);
	}

	/**
	 * Write an address as Node does: workers of both kinds have to mean the same by it.
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
	 * @param index which of the worker's listens on this very address this is, from 0
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
	 * Return the address that stands for all that mean the same socket, as far as the
	 * options allow: a server that takes IPv6 alone has a socket of its own.
	 * @param options how the server asks to listen
	 * @return the address to file the socket under
	 */
	public ServerAddress canonical(ListenOptions options) {
		return options.isIpv6Only() ? this : canonical();
	}

	/**
	 * Return the address that stands for all that mean the same socket: one on every
	 * address of the host takes connections of both families, whichever was named. Only
	 * those on a random port are told apart by the address they name.
	 * @return the address to file the socket under
	 */
	public ServerAddress canonical() {
		boolean isAny = this.address == null || (this.port != 0 && ANY.contains(this.address));
		boolean isTcp = this.type == AddressType.IPV4 || this.type == AddressType.IPV6;
		return (isAny && isTcp) ? new ServerAddress(null, this.port, AddressType.IPV4, this.index) : this;
	}

	/**
	 * Return the socket address to bind to, or that stands for this one in events.
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
	 * Return the key under which Node's primary files this server. It is opaque to the
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
