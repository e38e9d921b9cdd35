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

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.clusterboot.handle.Handle;
import io.netty.channel.Channel;

/**
 * The channel of a server on a socket of the master. May be used from any thread.
 */
public interface AdoptedListener extends Channel {

	/**
	 * Accept no connections after the bind, and do not tell the master to hand some over,
	 * until this worker {@linkplain #join() joins}. To be called before the bind.
	 */
	void holdBack();

	/**
	 * Accept connections from now on, and tell the master so, if this was held back.
	 * @return completes, on an event loop, when that is done; does not block
	 */
	CompletableFuture<Void> join();

	/**
	 * Serve a connection of this process to itself, held back or not. It counts in no
	 * limit.
	 * @param connection the descriptor, which this server owns from now on: non-blocking
	 * @param prepare called with the channel of the connection, on an event loop
	 */
	void serveOwn(Handle connection, Consumer<Channel> prepare);

	/**
	 * Serve the connections that wait to be accepted, then close this worker's descriptor
	 * of the socket. Established connections stay, and the socket lives on as long as
	 * another process has it. Further calls wait for the same end.
	 * @return completes, on an event loop, when the descriptor is closed and the last
	 * connections are set up; does not block
	 */
	CompletableFuture<Void> stopListening();

}
