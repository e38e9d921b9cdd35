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

package io.clusterboot.cluster.master;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;

/**
 * Holds back the end of workers that a signal of the terminal ended. It goes to all
 * processes at once, and a JVM that has just been started does not ignore it yet, while
 * the master takes some time until it begins to stop. An end that comes with the stop of
 * the cluster is no failure of the worker. Confined to the control loop.
 */
final class HeldExits {

	/**
	 * Longest time from the signal to the stop. After a SIGHUP the master looks for its
	 * terminal for a moment.
	 */
	static final Duration LIMIT = Duration.ofSeconds(2);

	private static final Set<Signal> TERMINAL_SIGNALS = Set.of(Signal.SIGINT, Signal.SIGHUP);

	private final ControlLoop loop;

	private final Map<Runnable, ControlLoop.Timer> held = new LinkedHashMap<>();

	private boolean stopping;

	HeldExits(ControlLoop loop) {
		this.loop = loop;
	}

	/**
	 * Report an exit, now or when it is known whether the cluster stops.
	 * @param worker the worker whose process ended
	 * @param report reports it
	 */
	void report(Worker worker, ExitStatus status, Runnable report) {
		if (this.stopping || !mayBeOfTheTerminal(worker, status)) {
			report.run();
			return;
		}
		this.held.put(report, this.loop.schedule(LIMIT, () -> {
			this.held.remove(report);
			report.run();
		}));
	}

	/**
	 * Return whether a worker may have ended by a signal of the terminal. One that was
	 * ready ignores them, and its end must be known at once, as it had connections.
	 */
	private static boolean mayBeOfTheTerminal(Worker worker, ExitStatus status) {
		return worker.peer() == Peer.JVM && worker.usefulLife().isZero()
				&& status.signal().filter(TERMINAL_SIGNALS::contains).isPresent();
	}

	/**
	 * The workers were asked to stop: report what was held back, and hold nothing any
	 * more.
	 */
	void release() {
		this.stopping = true;
		Map<Runnable, ControlLoop.Timer> released = new LinkedHashMap<>(this.held);
		this.held.clear();
		released.forEach((report, timer) -> {
			timer.cancel();
			report.run();
		});
	}

}
