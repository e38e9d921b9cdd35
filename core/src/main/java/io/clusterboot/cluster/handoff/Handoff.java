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

package io.clusterboot.cluster.handoff;

import java.io.Closeable;

import io.clusterboot.cluster.socket.ListeningSockets.ListeningSocket;

/**
 * Brings the connections that the master accepts to the workers. All methods may be
 * called from any thread, and none blocks.
 */
public interface Handoff extends Closeable {

	/**
	 * Where the workers accept.
	 */
	Handoff NONE = new Handoff() {
	};

	/**
	 * Accept on a socket, as soon as a worker listens on it. Further calls for the same
	 * key change nothing.
	 * @param key the name of the socket
	 * @param socket the socket, which stays the caller's
	 */
	default void open(String key, ListeningSocket socket) {
	}

	/**
	 * Give a worker connections.
	 * @param recipient the worker
	 * @param key the name of the socket
	 */
	default void listens(WorkerConnections recipient, String key) {
	}

	/**
	 * Give a worker no more connections of a socket.
	 * @param workerId the worker id
	 * @param key the name of the socket
	 */
	default void closes(int workerId, String key) {
	}

	/**
	 * Give a worker no more connections. It still answers for those it was given.
	 * @param workerId the worker id
	 */
	default void drains(int workerId) {
	}

	/**
	 * Forget a worker whose channel ended, and give others what it has not taken.
	 * @param workerId the worker id
	 */
	default void gone(int workerId) {
	}

	/**
	 * Take a worker's answer.
	 * @param workerId the worker id
	 * @param sequence which message it answers
	 * @param answer what it says
	 */
	default void answered(int workerId, int sequence, Answer answer) {
	}

	/**
	 * Accept no more, and forget all connections.
	 */
	@Override
	default void close() {
	}

	/**
	 * What a worker says to a connection.
	 */
	enum Answer {

		/**
		 * It serves it.
		 */
		TAKEN,

		/**
		 * Another worker has to.
		 */
		DECLINED

	}

}
