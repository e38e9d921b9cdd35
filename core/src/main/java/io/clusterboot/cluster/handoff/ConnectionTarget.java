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

import java.io.IOException;
import java.net.InetSocketAddress;

import io.clusterboot.handle.Handle;

/**
 * Receives the connections of one listening socket. Called on the accept loop.
 */
public interface ConnectionTarget {

	/**
	 * Return whether one more connection can be accepted.
	 * @return {@code false} to leave it in the backlog
	 */
	boolean takesMore();

	/**
	 * Take a connection.
	 * @param connection the connection, owned by the target from now on
	 * @param client where it comes from
	 */
	void accepted(Handle connection, InetSocketAddress client);

	/**
	 * Connections cannot be accepted for now. Called once until they can again.
	 * @param cause why
	 */
	void acceptFails(IOException cause);

	/**
	 * Connections can be accepted again.
	 */
	void acceptsAgain();

}
