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

import java.util.Arrays;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The kind of address that a server listens on, in Node's terms.
 */
public enum AddressType {

	/**
	 * An IPv4 address and a TCP port.
	 */
	IPV4(JsonNodeFactory.instance.numberNode(4)),

	/**
	 * An IPv6 address and a TCP port.
	 */
	IPV6(JsonNodeFactory.instance.numberNode(6)),

	/**
	 * The path of a Unix-domain socket.
	 */
	PATH(JsonNodeFactory.instance.numberNode(-1)),

	/**
	 * An IPv4 address and a UDP port.
	 */
	UDP4(JsonNodeFactory.instance.stringNode("udp4")),

	/**
	 * An IPv6 address and a UDP port.
	 */
	UDP6(JsonNodeFactory.instance.stringNode("udp6")),

	/**
	 * A descriptor of the master, by its number there.
	 */
	DESCRIPTOR(JsonNodeFactory.instance.nullNode());

	private final JsonNode wire;

	AddressType(JsonNode wire) {
		this.wire = wire;
	}

	/**
	 * Return whether datagrams arrive there instead of connections.
	 * @return whether this is UDP
	 */
	public boolean isUdp() {
		return this == UDP4 || this == UDP6;
	}

	/**
	 * Return whether an address of this type has a port.
	 * @return whether it is an internet address
	 */
	public boolean hasPort() {
		return this != PATH && this != DESCRIPTOR;
	}

	JsonNode wire() {
		return this.wire;
	}

	static Optional<AddressType> of(JsonNode wire) {
		return Arrays.stream(values()).filter((type) -> type.wire.equals(wire)).findFirst();
	}

}
