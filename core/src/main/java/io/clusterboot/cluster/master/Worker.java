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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.handoff.WorkerConnections;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;

/**
 * One worker as the master knows it: its phase, its process, and what may be done to it.
 * Confined to the control loop.
 */
final class Worker implements WorkerEffects {

	private final ForkRequest request;

	private final Slot slot;

	private final ScoreboardRow row;

	private final ScoreboardReadings readings;

	private final ExitEvidence evidence;

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final Consumer<ClusterEvent> events;

	private final DeadlineTimer deadline;

	private final WorkerOutbox outbox;

	private final HeapDumpProgress heapDump = new HeapDumpProgress();

	private final Instant forkedAt = Instant.now();

	private final long forkedNanos;

	private final UsefulLife usefulLife;

	private final StartProgress startProgress;

	private WorkerPhase phase = new LivePhase.Starting(Readiness.UNREPORTED);

	private @Nullable WorkerProcess process;

	private @Nullable WorkerConnections connections;

	/**
	 * Create a new instance.
	 * @param request which worker this is
	 * @param rows has the row of the worker
	 * @param oomKills counts how often the kernel kills for memory
	 * @param settings the deadlines
	 * @param events receives what happens
	 * @param onDeadline called when the armed deadline passes
	 */
	Worker(ForkRequest request, Slot slot, WorkerRows rows, OomKills oomKills, MasterSettings settings,
			ControlLoop loop, Consumer<ClusterEvent> events, Consumer<Worker> onDeadline) {
		this.request = request;
		this.slot = slot;
		this.row = rows.row(request.scoreboardRow());
		this.readings = new ScoreboardReadings(rows, this.row);
		this.evidence = new ExitEvidence(oomKills);
		this.settings = settings;
		this.loop = loop;
		this.events = events;
		this.deadline = new DeadlineTimer(settings, loop, () -> onDeadline.accept(this));
		this.outbox = new WorkerOutbox(toString());
		this.forkedNanos = loop.nanoTime();
		this.usefulLife = new UsefulLife(loop);
		this.startProgress = new StartProgress(settings.startupTimeout());
	}

	int id() {
		return this.request.workerId();
	}

	Slot slot() {
		return this.slot;
	}

	int generation() {
		return this.request.generation();
	}

	WorkerPhase phase() {
		return this.phase;
	}

	void phase(WorkerPhase phase) {
		this.phase = phase;
		this.usefulLife.moved(phase.state());
	}

	Duration usefulLife() {
		return this.usefulLife.total();
	}

	WorkerInfo info() {
		return new WorkerInfo(id(), this.slot.index(), (this.process != null) ? this.process.pid() : -1, generation(),
				this.phase.state(), this.phase.isConnected(), this.phase.exitedAfterDisconnect(), this.forkedAt);
	}

	ExitEvidence evidence() {
		return this.evidence;
	}

	/**
	 * Return whether the worker outlives SIGKILL.
	 */
	boolean isStuck() {
		return this.phase instanceof StoppingPhase stopping && stopping.step() == StopStep.STUCK;
	}

	/**
	 * Return the connections that the master hands to the worker, empty as long as there
	 * is no process.
	 */
	Optional<WorkerConnections> connections() {
		return Optional.ofNullable(this.connections);
	}

	/**
	 * Return what runs in the worker's process: a JVM, as long as there is no process.
	 */
	Peer peer() {
		return (this.process != null) ? this.process.peer() : Peer.JVM;
	}

	/**
	 * Return what was asked for when the worker was forked.
	 */
	ForkRequest request() {
		return this.request;
	}

	ScoreboardReadings readings() {
		return this.readings;
	}

	/**
	 * Return why a worker that hangs must not be stopped, {@code null} if nothing speaks
	 * against it.
	 */
	@Nullable String hangExemption() {
		return HangExemption.of(this.request, status());
	}

	/**
	 * Return how far the worker is with a heap dump, empty if it has written nothing of
	 * one since the last call.
	 */
	Optional<String> heapDumpProgress() {
		return this.heapDump.look(HeapDump.underWay(lastOutput(), this.request.directory()));
	}

	private Optional<ProcessStatus> status() {
		return read("status", WorkerProcess::status, Optional.empty());
	}

	private <T> T read(String what, Function<WorkerProcess, T> reading, T otherwise) {
		WorkerProcess started = this.process;
		return (started != null)
				? Attempt.get("read the %s of %s".formatted(what, this), () -> reading.apply(started), otherwise)
				: otherwise;
	}

	/**
	 * Return the resident memory in bytes, 0 if the process is gone.
	 */
	long residentMemory() {
		return status().map(ProcessStatus::residentBytes).orElse(0L);
	}

	/**
	 * Return the event of the exit.
	 * @param respawnDelay the pause before the slot is filled again, {@code null} if it
	 * is not
	 */
	Exited exit(EndedPhase.Dead dead, @Nullable Duration respawnDelay) {
		ScoreboardEntry entry = this.readings.keep();
		long aborted = Math.max(entry.abortedRequests(), entry.requestsInFlight());
		return new Exited(info(), dead.status(), cause(dead), dead.expectation() == Expectation.EXPECTED, uptime(),
				respawnDelay, entry.drainedRequests(), aborted, lastOutput(),
				ScoreboardReadings.traffic(entry, this.row.answerTime()));
	}

	/**
	 * Return whether there was a process.
	 */
	boolean hasStarted() {
		return this.process != null;
	}

	/**
	 * Return whether the end of the worker counts as a failure.
	 */
	boolean hasFailed(EndedPhase.Dead dead) {
		return dead.expectation() == Expectation.UNEXPECTED && cause(dead).isFailure();
	}

	private ExitCause cause(EndedPhase.Dead dead) {
		return this.evidence.cause(dead.status(), lastOutput());
	}

	Duration uptime() {
		return Duration.ofNanos(this.loop.nanoTime() - this.forkedNanos);
	}

	List<String> lastOutput() {
		return (this.process != null) ? this.process.lastOutput() : List.of();
	}

	/**
	 * Take the process, and send it what was requested before it was there.
	 * @param process the process, started
	 * @param onDumpFailure called, on any thread, if a thread dump cannot be requested
	 */
	void forked(WorkerProcess process, Runnable onDumpFailure) {
		this.process = process;
		this.connections = new WorkerConnections(id(), this.slot.index(), this.row, process);
		this.outbox.open(process, onDumpFailure);
		if (this.phase instanceof StoppingPhase stopping) {
			stopping.step().take(this);
		}
	}

	/**
	 * Return the way to send the worker messages and signals.
	 */
	WorkerOutbox outbox() {
		return this.outbox;
	}

	@Override
	public void askToStop() {
		this.outbox.send(new ClusterMessage.Disconnect(), null);
	}

	@Override
	public void terminate() {
		end(Signal.SIGTERM);
	}

	@Override
	public void dumpThreads() {
		this.outbox.dumpThreads();
	}

	@Override
	public void kill() {
		end(Signal.SIGKILL);
	}

	private void end(Signal signal) {
		this.evidence.recordKill(signal);
		this.outbox.kill(signal);
	}

	@Override
	public void closeChannel() {
		this.outbox.closeChannel();
	}

	@Override
	public void reportStuck() {
		this.events.accept(MissedDeadline.outlivesKill(this).toEvent());
	}

	@Override
	public void armDeadline(WorkerDeadline deadline) {
		this.deadline.arm(deadline);
	}

	@Override
	public void cancelDeadline() {
		this.deadline.cancel();
	}

	/**
	 * Return the processor time that the worker has used, 0 if it is not known.
	 */
	Duration processorTime() {
		return read("processor time", WorkerProcess::processorTime, Duration.ZERO);
	}

	/**
	 * Give the worker more time to listen, if it makes progress.
	 * @return whether it gets more time
	 */
	boolean mayStartLonger() {
		if (!(this.phase instanceof LivePhase.Booting)) {
			return false;
		}
		Optional<Duration> more = this.startProgress.extend(processorTime(), this.phase.state());
		more.ifPresent(this.deadline::extend);
		return more.isPresent();
	}

	/**
	 * Report what the worker failed to do before the armed deadline passed.
	 */
	void reportDeadlinePassed() {
		if (this.phase instanceof LivePhase.Booting) {
			this.evidence.recordStopReason("it did not listen in time");
		}
		MissedDeadline.of(this, this.startProgress.passed(), this.settings)
			.ifPresent((missed) -> this.events.accept(missed.toEvent()));
	}

	@Override
	public String toString() {
		return "Worker %d (slot %d)".formatted(id(), this.slot.index());
	}

}
