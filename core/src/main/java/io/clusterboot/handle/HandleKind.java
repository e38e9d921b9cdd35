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

package io.clusterboot.handle;

/**
 * The kind of a descriptor, according to the operating system.
 */
public enum HandleKind {

	/**
	 * A TCP socket that listens.
	 */
	TCP_LISTENER(true, true, false),

	/**
	 * A connected TCP socket.
	 */
	TCP_STREAM(true, false, true),

	/**
	 * A TCP socket that neither listens nor is connected: only bound, or its peer has
	 * reset it.
	 */
	TCP_BOUND(true, false, false),

	/**
	 * A Unix-domain stream socket that listens.
	 */
	UNIX_LISTENER(true, true, false),

	/**
	 * A connected Unix-domain stream socket.
	 */
	UNIX_STREAM(true, false, true),

	/**
	 * A Unix-domain stream socket that neither listens nor is connected.
	 */
	UNIX_BOUND(true, false, false),

	/**
	 * A UDP socket.
	 */
	UDP(false, false, false),

	/**
	 * Anything else: a file, a pipe, a Unix-domain datagram socket, …
	 */
	OTHER(false, false, false);

	private final boolean streamSocket;

	private final boolean listening;

	private final boolean connected;

	HandleKind(boolean streamSocket, boolean listening, boolean connected) {
		this.streamSocket = streamSocket;
		this.listening = listening;
		this.connected = connected;
	}

	/**
	 * Return whether this is a stream socket, in whatever state.
	 * @return whether this is a TCP or a Unix-domain stream socket
	 */
	public boolean isStreamSocket() {
		return this.streamSocket;
	}

	/**
	 * Return whether this is a stream socket that listens.
	 * @return whether connections can be accepted from it
	 */
	public boolean isListening() {
		return this.listening;
	}

	/**
	 * Return whether this is a stream socket with a peer.
	 * @return whether it is a connection
	 */
	public boolean isConnected() {
		return this.connected;
	}

}
