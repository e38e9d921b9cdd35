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
	 * Longest time a connection waits for a worker, in total.
	 */
	static final Duration MAX_WAIT = Duration.ofMillis(900);

	/**
	 * A timer that is this late shows that the master was stalled. It has not read the
	 * answers of the workers yet, so the connection gets more time.
	 */
	private static final Duration STALL = Duration.ofMillis(500);

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

	void clearDeclined(int workerId) {
		this.declinedBy.remove(workerId);
	}

	/**
	 * Wait for a worker, for {@link #MAX_WAIT} in total, without the time in which the
	 * loop was stalled.
	 * @param loop the loop to wait on
	 * @param onDeadline run when no worker took it in time
	 */
	void await(ControlLoop loop, Runnable onDeadline) {
		if (this.deadline == null || loop.nanoTime() - this.deadline > STALL.toNanos()) {
			this.deadline = loop.nanoTime() + MAX_WAIT.toNanos();
		}
		long due = Math.max(this.deadline, loop.nanoTime());
		this.timer = loop.schedule(Duration.ofNanos(due - loop.nanoTime()), () -> {
			if (loop.nanoTime() - due > STALL.toNanos()) {
				await(loop, onDeadline);
			}
			else {
				onDeadline.run();
			}
		});
	}

	void cancelDeadline() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	/**
	 * Close the master's descriptor, as a worker serves the connection, which stays open
	 * there.
	 */
	void taken() {
		cancelDeadline();
		this.handle.close();
	}

	/**
	 * Reset the connection, as no worker serves it, so that the client fails at once. A
	 * descriptor still on its way to a worker becomes useless.
	 */
	void reset() {
		cancelDeadline();
		try {
			new Socket(this.handle.descriptor()).disconnect();
		}
		catch (IOException ex) {
			logger.debug("The connection of {} is closed instead of reset", this.client, ex);
		}
		this.handle.close();
	}

}
