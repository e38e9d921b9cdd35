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

package io.clusterboot.cluster.worker;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The servers of this worker that have not reported their closing. May be used from any
 * thread.
 */
final class OpenServers {

	private final Set<AdoptedSocket> open = new HashSet<>();

	private final CompletableFuture<Void> allClosed = new CompletableFuture<>();

	private boolean closing;

	synchronized void add(AdoptedSocket server) {
		this.open.add(server);
	}

	synchronized Optional<AdoptedSocket> find(String key) {
		return this.open.stream().filter((server) -> server.key().equals(key)).findAny();
	}

	void remove(AdoptedSocket server) {
		synchronized (this) {
			this.open.remove(server);
		}
		completeIfAllClosed();
	}

	/**
	 * Return whether a server that is registered now has to be closed immediately.
	 * @return {@code true} after the first call of {@link #close()}
	 */
	synchronized boolean isClosing() {
		return this.closing;
	}

	/**
	 * Close all servers.
	 * @return completes when each of them said that it is closed
	 */
	CompletableFuture<Void> close() {
		List<AdoptedSocket> servers;
		synchronized (this) {
			this.closing = true;
			servers = List.copyOf(this.open);
		}
		servers.forEach(AdoptedSocket::close);
		completeIfAllClosed();
		return this.allClosed;
	}

	private void completeIfAllClosed() {
		boolean complete;
		synchronized (this) {
			complete = this.closing && this.open.isEmpty();
		}
		if (complete) {
			this.allClosed.complete(null);
		}
	}

}
