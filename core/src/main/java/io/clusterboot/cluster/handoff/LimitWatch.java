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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Reports when connections wait in the backlog because of the limits, under policies
 * where the workers accept: each worker only knows that it does not accept itself.
 * Confined to the control loop.
 */
public final class LimitWatch {

	/**
	 * How often the connection counts of the workers are polled. Workers write them to
	 * the scoreboard, which has no events.
	 */
	public static final Duration INTERVAL = Duration.ofMillis(100);

	/**
	 * The reason of a pause that the limits cause.
	 */
	static final String AT_LIMIT = "every worker is at its connection limit";

	private final SchedulingSettings settings;

	private final ControlLoop loop;

	private final Supplier<List<WorkerLoad>> workers;

	private final Supplier<List<InetSocketAddress>> addresses;

	private final Consumer<ClusterEvent> events;

	private final Map<InetSocketAddress, AcceptAlarm> alarms = new HashMap<>();

	private ControlLoop.@Nullable Timer timer;

	/**
	 * Create a new instance.
	 * @param settings the limits
	 * @param loop the loop to wait on
	 * @param workers the workers and their connection counts
	 * @param addresses where connections arrive
	 * @param events receives what happens
	 */
	public LimitWatch(SchedulingSettings settings, ControlLoop loop, Supplier<List<WorkerLoad>> workers,
			Supplier<List<InetSocketAddress>> addresses, Consumer<ClusterEvent> events) {
		this.settings = settings;
		this.loop = loop;
		this.workers = workers;
		this.addresses = addresses;
		this.events = events;
	}

	/**
	 * Start polling, if there is a limit.
	 */
	public void start() {
		if (!this.settings.policy().handsOver() && this.settings.isLimited()) {
			this.timer = this.loop.schedule(INTERVAL, this::look);
		}
	}

	/**
	 * Stop polling.
	 */
	public void stop() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
		this.alarms.values().forEach(AcceptAlarm::cancel);
	}

	private void look() {
		// First: it goes on after a failure
		this.timer = this.loop.schedule(INTERVAL, this::look);
		List<WorkerLoad> all = this.workers.get();
		List<WorkerLoad> accepting = all.stream().filter(WorkerLoad::accepting).toList();
		if (!accepting.isEmpty()) {
			boolean full = areFull(all, accepting);
			for (InetSocketAddress address : this.addresses.get()) {
				AcceptAlarm alarm = this.alarms.computeIfAbsent(address,
						(key) -> new AcceptAlarm(key, this.loop, this.events));
				if (full) {
					alarm.raiseSoon(AT_LIMIT);
				}
				else {
					alarm.clear();
				}
			}
		}
	}

	private boolean areFull(List<WorkerLoad> all, List<WorkerLoad> accepting) {
		return accepting.stream().allMatch((worker) -> worker.connections() >= this.settings.maxConnectionsPerWorker())
				|| all.stream().mapToLong(WorkerLoad::connections).sum() >= this.settings.maxConnections();
	}

}
