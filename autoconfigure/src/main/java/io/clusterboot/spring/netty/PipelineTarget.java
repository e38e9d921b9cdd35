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
import java.util.function.Consumer;

import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.netty.channel.Channel;

/**
 * Passes connections through the pipeline of their server, as Netty does with those that
 * it accepts itself.
 *
 * @param server the server
 * @param limit counts the connections
 */
record PipelineTarget(Channel server, ConnectionLimit limit) implements ConnectionTarget {

	@Override
	public boolean hasRoom() {
		return true;
	}

	@Override
	public Optional<Channel> take(Handle connection, boolean shared) {
		return Optional.of(pass(connection, this.server, (child) -> {
			if (shared) {
				child.pipeline().addFirst(ShutdownOnCloseHandler.INSTANCE);
			}
			child.closeFuture().addListener((closed) -> this.limit.leave());
		}));
	}

	/**
	 * Pass a connection through the pipeline of a server.
	 * @param prepare called with the channel of the connection first
	 * @throws HandleException if the peer is gone; the handle still owns the number
	 */
	static Channel pass(Handle connection, Channel server, Consumer<Channel> prepare) {
		Channel child = connection.toSocketChannel(server);
		prepare.accept(child);
		server.pipeline().fireChannelRead(child);
		return child;
	}

	@Override
	public void takenAll() {
		this.server.pipeline().fireChannelReadComplete();
	}

}
