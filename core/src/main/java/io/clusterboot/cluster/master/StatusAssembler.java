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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.LeaderStatus;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.SlotStatus;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.control.ApplicationPath;
import io.clusterboot.cluster.master.PublishedWorkers.Published;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;
import org.jspecify.annotations.Nullable;

/**
 * Makes the status of the cluster from what the control loop has published, the
 * scoreboard, and what the kernel knows of the processes. May be used from any thread but
 * the control loop, since it reads files of {@code /proc}.
 *
 * @param supervisor has published the workers
 * @param history was gathered from the events
 * @param policy how connections reach the workers
 * @param startedAt when this process was started
 * @param application what the master runs
 * @param usage reads what a process has used
 */
record StatusAssembler(Supervisor supervisor, StatusHistory history, String policy, Instant startedAt,
		String application, ProcessUsage.Reader usage, Clock clock) {

	private static final Comparator<WorkerStatus> BY_SLOT = Comparator.comparingInt(WorkerStatus::slot)
		.thenComparingInt(WorkerStatus::id);

	/**
	 * Create an assembler for this process.
	 */
	static StatusAssembler of(MasterSettings settings, Supervisor supervisor, StatusHistory history) {
		String policy = settings.scheduling().policy().name().toLowerCase(Locale.ROOT).replace('_', '-');
		return new StatusAssembler(supervisor, history, policy, ProcessStart.ofThisProcess(),
				ApplicationPath.ofThisProcess().text(), ProcessUsage::of, Clock.systemUTC());
	}

	ClusterStatus assemble() {
		StatusHistory.Snapshot past = this.history.snapshot();
		List<Published> alive = this.supervisor.published();
		Instant now = this.clock.instant();
		List<WorkerStatus> workers = alive.stream().map((worker) -> status(worker, now)).sorted(BY_SLOT).toList();
		int size = this.supervisor.size();
		List<SlotStatus> slots = past.slots().stream().filter((slot) -> slot.slot() < size).toList();
		return new ClusterStatus(now, master(past, workers, size, now), workers, slots, leader(), past.roll(),
				past.incidents());
	}

	private @Nullable LeaderStatus leader() {
		LeaderTerm term = this.supervisor.leader();
		return term.hasLeader() ? new LeaderStatus(term.worker(), term.epoch()) : null;
	}

	private MasterStatus master(StatusHistory.Snapshot past, List<WorkerStatus> workers, int size, Instant now) {
		long pid = ProcessHandle.current().pid();
		ProcessUsage used = this.usage.of(pid);
		int ready = (int) workers.stream().filter((worker) -> worker.state() == WorkerState.READY).count();
		long connections = workers.stream().mapToLong((worker) -> worker.traffic().connections()).sum();
		return new MasterStatus(pid, this.application, this.startedAt, between(this.startedAt, now), past.phase(),
				this.supervisor.generation(), this.policy, past.addresses(), size, ready, connections,
				used.residentBytes(), used.processorTime());
	}

	private WorkerStatus status(Published worker, Instant now) {
		WorkerInfo info = worker.info();
		ScoreboardEntry entry = worker.row().read();
		ProcessUsage used = (info.pid() > 0) ? this.usage.of(info.pid()) : ProcessUsage.NONE;
		return new WorkerStatus(info.id(), info.slot(), info.pid(), info.generation(), info.state(), worker.since(),
				info.forkedAt(), between(info.forkedAt(), now), worker.image(), used.residentBytes(),
				used.processorTime(),
				new WorkerStatus.Heap(entry.heapUsed(), entry.heapMax(), Duration.ofMillis(entry.collectionMillis())),
				ScoreboardReadings.traffic(entry, worker.row().answerTime()), threadPool(worker.row().threadPool()));
	}

	private static WorkerStatus.ThreadPool threadPool(ThreadPoolLoad load) {
		return new WorkerStatus.ThreadPool(Duration.ofMillis(load.exhaustedMillis()),
				Duration.ofMillis(load.waitMillis()));
	}

	/**
	 * The clock may have been set back.
	 */
	private static Duration between(Instant from, Instant to) {
		return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
	}

}
