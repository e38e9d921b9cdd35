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
import java.util.concurrent.Executor;

import io.clusterboot.cluster.socket.ListeningSocket;

/**
 * Brings the connections that the master accepts to the workers. All methods may be
 * called from any thread, and none blocks.
 */
public interface Handoff extends Closeable {

	/**
	 * Does nothing, for policies under which the workers accept.
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
	 * Assign connections of a socket to a worker that listens on it.
	 * @param worker the worker
	 * @param key the name of the socket
	 */
	default void workerListening(WorkerConnections worker, String key) {
	}

	/**
	 * Assign a worker no more connections of a socket, as its server is closed.
	 * @param workerId the worker id
	 * @param key the name of the socket
	 */
	default void serverClosed(int workerId, String key) {
	}

	/**
	 * Assign a worker no more connections. It still answers for those it was sent.
	 * @param workerId the worker id
	 */
	default void workerDraining(int workerId) {
	}

	/**
	 * Forget a worker whose channel ended, and assign what it has not taken to others.
	 * @param workerId the worker id
	 */
	default void workerDisconnected(int workerId) {
	}

	/**
	 * Take a worker's answer.
	 * @param workerId the worker id
	 * @param sequence the sequence number of the message that it answers
	 * @param answer the answer
	 */
	default void answered(int workerId, int sequence, Answer answer) {
	}

	/**
	 * Stop accepting on a socket that no worker listens on any more.
	 * @param key the name of the socket
	 */
	default void socketClosed(String key) {
	}

	/**
	 * Accept what is waiting, assign it, and accept no more.
	 * @param executor runs the task, unless nothing was ever accepted here
	 * @param whenDone the task
	 */
	default void stopAccepting(Executor executor, Runnable whenDone) {
		whenDone.run();
	}

	/**
	 * Accept no more, and forget all connections.
	 */
	@Override
	default void close() {
	}

	/**
	 * A worker's answer to a connection.
	 */
	enum Answer {

		/**
		 * The worker serves the connection.
		 */
		TAKEN,

		/**
		 * The worker does not serve it; another one has to.
		 */
		DECLINED

	}

}
