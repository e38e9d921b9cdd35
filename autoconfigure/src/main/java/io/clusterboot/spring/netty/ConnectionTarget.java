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

package io.clusterboot.spring.netty;

import java.util.Optional;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.netty.channel.Channel;

/**
 * What becomes of the connections that a worker takes. Used on the event loop of the
 * listener.
 */
public interface ConnectionTarget {

	/**
	 * Return whether another connection would be served without delay.
	 * @return {@code false} to leave it to the other workers, or in the backlog
	 */
	boolean hasRoom();

	/**
	 * Serve a connection, and count it out of the limit when it has ended.
	 * @param connection the descriptor, which the target owns unless this method fails
	 * @param shared whether other processes have descriptors for the connection
	 * @return the channel that serves it, empty if the connection is no channel of Netty
	 * @throws HandleException if the peer is gone
	 */
	Optional<Channel> take(Handle connection, boolean shared);

	/**
	 * No more connections follow for the moment.
	 */
	void takenAll();

}
