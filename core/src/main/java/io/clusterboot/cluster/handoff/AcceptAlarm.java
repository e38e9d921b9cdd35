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
 * Tells once that connections have to wait in the backlog, and once that they no longer
 * do. Confined to the accept loop.
 */
final class AcceptAlarm {

	/**
	 * Workers that are busy for a moment are none of the operator's business.
	 */
	static final Duration WORTH_TELLING = Duration.ofMillis(200);

	/**
	 * Where each connection that ends makes room for one that waits, it is not over every
	 * time.
	 */
	static final Duration WORTH_BELIEVING = Duration.ofSeconds(1);

	private final InetSocketAddress address;

	private final ControlLoop loop;

	private final Consumer<ClusterEvent> events;

	private ControlLoop.@Nullable Timer timer;

	private ControlLoop.@Nullable Timer end;

	private @Nullable Long toldSince;

	/**
	 * Create a new instance.
	 * @param address where the connections arrive
	 * @param loop the accept loop
	 * @param events where to tell
	 */
	AcceptAlarm(InetSocketAddress address, ControlLoop loop, Consumer<ClusterEvent> events) {
		this.address = address;
		this.loop = loop;
		this.events = events;
	}

	/**
	 * Tell if it is still so in a while.
	 * @param reason why connections have to wait
	 */
	void raiseSoon(String reason) {
		goOn();
		if (this.timer == null && this.toldSince == null) {
			this.timer = this.loop.schedule(WORTH_TELLING, () -> {
				this.timer = null;
				raise(reason);
			});
		}
	}

	/**
	 * Tell at once.
	 * @param reason why connections have to wait
	 */
	void raise(String reason) {
		goOn();
		if (this.toldSince == null) {
			this.toldSince = this.loop.nanoTime();
			this.events.accept(new ClusterEvent.AcceptingPaused(this.address, reason));
		}
	}

	private void goOn() {
		if (this.end != null) {
			this.end.cancel();
			this.end = null;
		}
	}

	/**
	 * They don't have to wait any more. Told if it stays so.
	 */
	void clear() {
		calm();
		if (this.toldSince != null && this.end == null) {
			Duration duration = Duration.ofNanos(this.loop.nanoTime() - this.toldSince);
			this.end = this.loop.schedule(WORTH_BELIEVING, () -> {
				this.end = null;
				this.toldSince = null;
				this.events.accept(new ClusterEvent.AcceptingResumed(this.address, duration));
			});
		}
	}

	/**
	 * Tell nothing more, unless it goes on.
	 */
	void cancel() {
		calm();
		goOn();
	}

	private void calm() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

}
