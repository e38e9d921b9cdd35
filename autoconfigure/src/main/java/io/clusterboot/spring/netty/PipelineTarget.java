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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.handle.Handle;
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
	public Supplier<Optional<CompletableFuture<Void>>> take(Handle connection, boolean shared) {
		Channel child = connection.toSocketChannel(this.server);
		if (shared) {
			child.pipeline().addFirst(ShutdownOnCloseHandler.INSTANCE);
		}
		child.closeFuture().addListener((closed) -> this.limit.leave());
		this.server.pipeline().fireChannelRead(child);
		return () -> afterSetUpOf(child);
	}

	/**
	 * A connection that was passed on is set up by the next task of its event loop, or at
	 * once if that loop is this one.
	 */
	private static Optional<CompletableFuture<Void>> afterSetUpOf(Channel connection) {
		try {
			if (connection.eventLoop().inEventLoop()) {
				return Optional.empty();
			}
			return Optional.of(CompletableFuture.runAsync(() -> {
			}, connection.eventLoop()));
		}
		catch (IllegalStateException | RejectedExecutionException ex) {
			return Optional.empty();
		}
	}

	@Override
	public void takenAll() {
		this.server.pipeline().fireChannelReadComplete();
	}

}
