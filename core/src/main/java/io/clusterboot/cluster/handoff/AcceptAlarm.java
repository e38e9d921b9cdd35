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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Reports once that connections have to wait in the backlog, and once that they no longer
 * do. Confined to the loop it is created with.
 */
final class AcceptAlarm {

	/**
	 * How long connections have to wait before that is reported. Shorter pauses are
	 * normal under load.
	 */
	static final Duration RAISE_DELAY = Duration.ofMillis(200);

	/**
	 * How long connections need not wait before the end is reported. At a limit, each
	 * connection that ends lets in one that waits, so a short end means nothing.
	 */
	static final Duration CLEAR_DELAY = Duration.ofSeconds(1);

	private final InetSocketAddress address;

	private final ControlLoop loop;

	private final Consumer<ClusterEvent> events;

	private ControlLoop.@Nullable Timer timer;

	private ControlLoop.@Nullable Timer end;

	private @Nullable Long raisedAt;

	/**
	 * Create a new instance.
	 * @param address where the connections arrive
	 * @param loop the loop to wait on
	 * @param events receives the reports
	 */
	AcceptAlarm(InetSocketAddress address, ControlLoop loop, Consumer<ClusterEvent> events) {
		this.address = address;
		this.loop = loop;
		this.events = events;
	}

	/**
	 * Report, after a delay, unless the alarm is cleared before.
	 * @param reason why connections have to wait
	 */
	void raiseSoon(String reason) {
		cancelClear();
		if (this.timer == null && this.raisedAt == null) {
			this.timer = this.loop.schedule(RAISE_DELAY, () -> {
				this.timer = null;
				raise(reason);
			});
		}
	}

	/**
	 * Report immediately.
	 * @param reason why connections have to wait
	 */
	void raise(String reason) {
		cancelClear();
		if (this.raisedAt == null) {
			this.raisedAt = this.loop.nanoTime();
			this.events.accept(new ClusterEvent.AcceptingPaused(this.address, reason));
		}
	}

	private void cancelClear() {
		if (this.end != null) {
			this.end.cancel();
			this.end = null;
		}
	}

	/**
	 * Connections no longer have to wait. Reported, after a delay, unless the alarm is
	 * raised before.
	 */
	void clear() {
		cancelRaise();
		if (this.raisedAt != null && this.end == null) {
			Duration duration = Duration.ofNanos(this.loop.nanoTime() - this.raisedAt);
			this.end = this.loop.schedule(CLEAR_DELAY, () -> {
				this.end = null;
				this.raisedAt = null;
				this.events.accept(new ClusterEvent.AcceptingResumed(this.address, duration));
			});
		}
	}

	/**
	 * Report nothing more, unless the alarm is raised again.
	 */
	void cancel() {
		cancelRaise();
		cancelClear();
	}

	private void cancelRaise() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

}
