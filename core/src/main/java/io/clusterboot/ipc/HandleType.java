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

package io.clusterboot.ipc;

import io.clusterboot.handle.HandleKind;
import org.jspecify.annotations.Nullable;

/**
 * The type of a handle in a message, in Node's words, which says what the receiver turns
 * the handle into. There are no other types: a Node process crashes on an unknown one.
 */
public enum HandleType {

	/**
	 * A listening (or bound) stream socket; a Node receiver listens on it.
	 */
	NET_SERVER("net.Server"),

	/**
	 * A connection.
	 */
	NET_SOCKET("net.Socket"),

	/**
	 * Any stream socket, as it is.
	 */
	NET_NATIVE("net.Native"),

	/**
	 * A UDP socket; a Node receiver starts to receive from it.
	 */
	DGRAM_SOCKET("dgram.Socket"),

	/**
	 * A UDP socket, as it is.
	 */
	DGRAM_NATIVE("dgram.Native");

	private final String wireName;

	HandleType(String wireName) {
		this.wireName = wireName;
	}

	/**
	 * Return the word on the wire.
	 * @return Node's name of this type
	 */
	public String wireName() {
		return this.wireName;
	}

	boolean accepts(HandleKind kind) {
		return switch (this) {
			case NET_SERVER -> kind.isStreamSocket() && !kind.isConnected();
			case NET_SOCKET -> kind.isStreamSocket() && !kind.isListening();
			case NET_NATIVE -> kind.isStreamSocket();
			case DGRAM_SOCKET, DGRAM_NATIVE -> kind == HandleKind.UDP;
		};
	}

	static @Nullable HandleType of(@Nullable String wireName) {
		for (HandleType type : values()) {
			if (type.wireName.equals(wireName)) {
				return type;
			}
		}
		return null;
	}

}
