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

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.Incident;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.event.SlotEvent;
import org.jspecify.annotations.Nullable;

/**
 * The latest incidents of a cluster. Confined to the control loop.
 */
final class IncidentLog {

	/**
	 * Largest length of a line that is kept.
	 */
	private static final int MAX_LENGTH = 500;

	private final Clock clock;

	private final int capacity;

	private final Deque<Incident> incidents = new ArrayDeque<>();

	IncidentLog(Clock clock, int capacity) {
		this.clock = clock;
		this.capacity = capacity;
	}

	/**
	 * Return the incidents, the oldest first.
	 */
	List<Incident> all() {
		return List.copyOf(this.incidents);
	}

	/**
	 * Record an event, if it is an incident.
	 * @param text describes it
	 */
	void happened(ClusterEvent event, Supplier<String> text) {
		if (event instanceof ClusterEvent.Hung hung) {
			add(Incident.Kind.HANG, text.get(), hung.worker(), null, List.of());
		}
		else if (event instanceof ClusterEvent.ThreadsDumped dumped) {
			dumped(dumped.worker().id(), dumped.file().toString());
		}
		else if (event instanceof ClusterEvent.Exited exit && !exit.expected() && exit.cause().isFailure()) {
			String report = (exit.cause() instanceof ExitCause.JvmCrash crash) ? crash.report() : null;
			add(Incident.Kind.CRASH, text.get(), exit.worker(), report, exit.lastOutput());
		}
		else if (event instanceof RollEvent.Failed failed) {
			add(Incident.Kind.ROLL_FAILED, firstLine(text.get()), null, null, failed.lastOutput());
		}
		else if (event instanceof SlotEvent.InTrouble trouble) {
			add(Incident.Kind.SLOT_IN_TROUBLE, text.get(), trouble.last().worker(), null, List.of());
		}
	}

	private static String firstLine(String text) {
		return text.lines().findFirst().orElse("");
	}

	private void add(Incident.Kind kind, String text, @Nullable WorkerInfo worker, @Nullable String file,
			List<String> output) {
		if (this.incidents.size() == this.capacity) {
			this.incidents.removeFirst();
		}
		this.incidents
			.add(new Incident(this.clock.instant(), kind, shortened(text), (worker != null) ? worker.id() : null,
					(worker != null) ? worker.slot() : null, (worker != null) ? worker.pid() : null, file,
					output.stream()
						.skip(Math.max(0, output.size() - Incident.MAX_LINES))
						.map(IncidentLog::shortened)
						.toList()));
	}

	private static String shortened(String text) {
		return (text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH) + "…";
	}

	/**
	 * Add the thread dump to the latest hang of its worker that has none.
	 */
	private void dumped(int workerId, String file) {
		List<Incident> all = new ArrayList<>(this.incidents);
		for (int i = all.size() - 1; i >= 0; i--) {
			Incident incident = all.get(i);
			if (incident.kind() == Incident.Kind.HANG && Integer.valueOf(workerId).equals(incident.workerId())) {
				if (incident.file() == null) {
					all.set(i, incident.withFile(file));
				}
				break;
			}
		}
		this.incidents.clear();
		this.incidents.addAll(all);
	}

}
