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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.Channel;

/**
 * The connections that a server passes on while it stops listening. Used on the event
 * loop of the server.
 */
final class LastConnections {

	private final List<Channel> connections = new ArrayList<>();

	void add(Channel connection) {
		this.connections.add(connection);
	}

	/**
	 * Forget the connections.
	 * @return completes when all of them are set up
	 */
	CompletableFuture<Void> release() {
		CompletableFuture<Void> setUp = CompletableFuture.allOf(this.connections.stream()
			.flatMap((connection) -> afterSetUpOf(connection).stream())
			.toArray(CompletableFuture<?>[]::new));
		this.connections.clear();
		return setUp;
	}

	/**
	 * A connection that was passed on is set up by the next task of its event loop, or at
	 * once if that loop is this one.
	 * @return empty if there is nothing to wait for
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

}
