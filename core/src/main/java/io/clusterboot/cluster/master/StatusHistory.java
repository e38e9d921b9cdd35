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

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.Incident;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.RollStatus;
import io.clusterboot.cluster.SlotStatus;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.EventDescription;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.event.SlotEvent;
import io.clusterboot.cluster.event.StopEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a status tells of the past and of what is under way, gathered from the events.
 * Events come on the control loop, before the listeners have them; the snapshot may be
 * read from any thread.
 */
final class StatusHistory {

	private final Clock clock;

	private final IncidentLog incidents;

	private final Map<Integer, SlotStatus> slots = new TreeMap<>();

	private MasterStatus.Phase phase = MasterStatus.Phase.STARTING;

	private List<String> addresses = List.of();

	private @Nullable RollStatus roll;

	private volatile Snapshot snapshot = new Snapshot(this.phase, List.of(), List.of(), null, List.of());

	StatusHistory(Clock clock) {
		this.clock = clock;
		this.incidents = new IncidentLog(clock, ClusterStatus.MAX_INCIDENTS);
	}

	/**
	 * Return what is known. May be called from any thread.
	 */
	Snapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * Something happened.
	 */
	void happened(ClusterEvent event) {
		if (event instanceof ClusterEvent.Message) {
			return;
		}
		if (event instanceof ClusterEvent.Forked forked) {
			forked(forked.worker());
		}
		else if (event instanceof ClusterEvent.Exited exit) {
			exited(exit);
		}
		else if (event instanceof SlotEvent slot) {
			trouble(slot.slot(), event instanceof SlotEvent.InTrouble);
		}
		else if (event instanceof ClusterEvent.Serving serving) {
			this.phase = MasterStatus.Phase.SERVING;
			this.addresses = serving.addresses().stream().map(StatusHistory::address).toList();
		}
		else if (event instanceof StopEvent) {
			this.phase = MasterStatus.Phase.STOPPING;
		}
		else if (event instanceof RollEvent rolls) {
			this.roll = rolled(rolls, this.roll);
		}
		this.incidents.happened(event, () -> EventDescription.of(event).map(EventDescription::text).orElse(""));
		this.snapshot = new Snapshot(this.phase, this.addresses, List.copyOf(this.slots.values()), this.roll,
				this.incidents.all());
	}

	private static String address(InetSocketAddress address) {
		return LogFormat.addresses(List.of(address));
	}

	private SlotStatus slot(int index) {
		return this.slots.getOrDefault(index, new SlotStatus(index, -1, false, null));
	}

	private void forked(WorkerInfo worker) {
		SlotStatus slot = slot(worker.slot());
		this.slots.put(slot.slot(),
				new SlotStatus(slot.slot(), slot.restarts() + 1, slot.inTrouble(), slot.lastExit()));
	}

	private void exited(ClusterEvent.Exited exit) {
		SlotStatus slot = slot(exit.worker().slot());
		ExitCause cause = exit.cause();
		this.slots.put(slot.slot(),
				new SlotStatus(slot.slot(), slot.restarts(), slot.inTrouble(),
						new SlotStatus.LastExit(exit.worker().id(), exit.worker().pid(), exit.worker().generation(),
								this.clock.instant(), exit.uptime(), exit.status().code(), exit.expected(),
								cause.kind(), cause.toString(), exit.drained(), exit.aborted())));
	}

	private void trouble(int index, boolean inTrouble) {
		SlotStatus slot = slot(index);
		this.slots.put(index, new SlotStatus(index, slot.restarts(), inTrouble, slot.lastExit()));
	}

	private @Nullable RollStatus rolled(RollEvent event, @Nullable RollStatus present) {
		if (event instanceof RollEvent.Started started) {
			return new RollStatus(started.generation(), this.clock.instant(), 0, started.workers(),
					RollStatus.Step.STARTING, null);
		}
		if (present == null || event instanceof RollEvent.Finished || event instanceof RollEvent.Failed) {
			return null;
		}
		if (event instanceof RollEvent.CanaryStarted canary) {
			return new RollStatus(present.generation(), present.since(), present.replaced(), present.workers(),
					RollStatus.Step.CANARY, canary.worker().id());
		}
		int replaced = (event instanceof RollEvent.Progressed progress) ? progress.replaced() : present.replaced();
		return new RollStatus(present.generation(), present.since(), replaced, present.workers(),
				RollStatus.Step.REPLACING, present.canary());
	}

	/**
	 * What is known at one moment.
	 *
	 * @param slots the slots that ever had a worker, by index
	 */
	record Snapshot(MasterStatus.Phase phase, List<String> addresses, List<SlotStatus> slots, @Nullable RollStatus roll,
			List<Incident> incidents) {

	}

}
