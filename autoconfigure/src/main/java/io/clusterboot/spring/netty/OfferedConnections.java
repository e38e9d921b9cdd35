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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.clusterboot.cluster.worker.ConnectionReceiver;
import io.clusterboot.cluster.worker.OfferedConnection;

/**
 * Moves the connections that the master hands over to the event loop of their server, in
 * one task for all that arrive together. May be used from any thread.
 */
final class OfferedConnections implements ConnectionReceiver {

	private final AdoptedServerChannel server;

	private final Queue<OfferedConnection> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	OfferedConnections(AdoptedServerChannel server) {
		this.server = server;
	}

	@Override
	public void offered(OfferedConnection connection) {
		this.waiting.add(connection);
		if (!this.scheduled.compareAndSet(false, true)) {
			return;
		}
		try {
			this.server.eventLoop().execute(this::takeAll);
		}
		catch (RejectedExecutionException ex) {
			this.scheduled.set(false);
			declineAll();
		}
	}

	private void takeAll() {
		this.scheduled.set(false);
		this.server.answerTogether(() -> {
			boolean taken = false;
			for (OfferedConnection connection = this.waiting.poll(); connection != null; connection = this.waiting
				.poll()) {
				taken |= take(connection);
			}
			if (taken) {
				this.server.servedAll();
			}
		});
	}

	private boolean take(OfferedConnection connection) {
		if (!this.server.isTaking() || !this.server.limit().enter()) {
			connection.decline();
			return false;
		}
		if (!this.server.claim(connection)) {
			this.server.limit().leave();
			connection.decline();
			return false;
		}
		this.server.serve(connection.handle(), true);
		connection.taken();
		return true;
	}

	private void declineAll() {
		for (OfferedConnection connection = this.waiting.poll(); connection != null; connection = this.waiting.poll()) {
			connection.decline();
		}
	}

}
