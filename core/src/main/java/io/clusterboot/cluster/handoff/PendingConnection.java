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
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.handle.Handle;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that the master accepted and no worker has taken yet. Confined to the
 * accept loop. It owns the handle.
 */
final class PendingConnection {

	/**
	 * How long a connection that nobody can take waits, all in all.
	 */
	static final Duration PATIENCE = Duration.ofMillis(900);

	/**
	 * A loop that comes this late has stood still, and has not heard yet what the workers
	 * say. For them the master was away, too.
	 */
	private static final Duration STOOD_STILL = Duration.ofMillis(500);

	private static final Logger logger = LoggerFactory.getLogger(PendingConnection.class);

	private final Handle handle;

	private final InetSocketAddress client;

	private final Set<Integer> declinedBy = new HashSet<>();

	private @Nullable Long deadline;

	private ControlLoop.@Nullable Timer timer;

	PendingConnection(Handle handle, InetSocketAddress client) {
		this.handle = handle;
		this.client = client;
	}

	Handle handle() {
		return this.handle;
	}

	InetSocketAddress client() {
		return this.client;
	}

	void declinedBy(int workerId) {
		this.declinedBy.add(workerId);
	}

	boolean isDeclinedBy(int workerId) {
		return this.declinedBy.contains(workerId);
	}

	void mayBeTakenBy(int workerId) {
		this.declinedBy.remove(workerId);
	}

	/**
	 * Wait for a worker, for no more than a second altogether in which the loop runs.
	 * @param loop the loop to wait on
	 * @param onDeadline what to do when nobody took it in time
	 */
	void await(ControlLoop loop, Runnable onDeadline) {
		if (this.deadline == null || loop.nanoTime() - this.deadline > STOOD_STILL.toNanos()) {
			this.deadline = loop.nanoTime() + PATIENCE.toNanos();
		}
		long due = Math.max(this.deadline, loop.nanoTime());
		this.timer = loop.schedule(Duration.ofNanos(due - loop.nanoTime()), () -> {
			if (loop.nanoTime() - due > STOOD_STILL.toNanos()) {
				await(loop, onDeadline);
			}
			else {
				onDeadline.run();
			}
		});
	}

	void awaitNoMore() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	/**
	 * A worker serves it: close our descriptor, which leaves the connection as it is.
	 */
	void taken() {
		awaitNoMore();
		this.handle.close();
	}

	/**
	 * Nobody serves it: let the client know at once. A descriptor that is still on its
	 * way to a worker is of no use from then on.
	 */
	void reset() {
		awaitNoMore();
		try {
			new Socket(this.handle.descriptor()).disconnect();
		}
		catch (IOException ex) {
			logger.debug("The connection of {} is closed instead of reset", this.client, ex);
		}
		this.handle.close();
	}

}
