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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.handoff.WorkerConnections;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.master.WorkerPhase.Booting;
import io.clusterboot.cluster.master.WorkerPhase.Dead;
import io.clusterboot.cluster.master.WorkerPhase.Starting;
import io.clusterboot.cluster.master.WorkerPhase.Stopping;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One worker as the master knows it: its phase, its process, and the deadline that is
 * armed. Confined to the control loop.
 */
final class Worker implements WorkerEffects {

	private final ForkRequest request;

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final Consumer<ClusterEvent> events;

	private final Runnable onDeadline;

	private final Instant forkedAt = Instant.now();

	private final long forkedNanos;

	private final Slot slot;

	private final ScoreboardRow row;

	private final OomKills oomKills;

	private final long oomKillsBefore;

	private @Nullable ScoreboardEntry lastEntry;

	private WorkerPhase phase = new Starting(Readiness.UNREPORTED);

	private boolean connected = true;

	private final List<JsonNode> unsent = new ArrayList<>();

	private MasterAction action = new MasterAction.None();

	private String endReason = "unknown";

	private @Nullable WorkerProcess process;

	private @Nullable WorkerConnections recipient;

	private ControlLoop.@Nullable Timer deadline;

	private int sequence;

	/**
	 * Create a new instance.
	 * @param request which worker this is
	 * @param slot its slot
	 * @param row its row of the scoreboard
	 * @param oomKills how often the kernel kills for memory
	 * @param settings the deadlines
	 * @param loop the loop this worker lives on
	 * @param events where to tell what happens
	 * @param onDeadline what to do when the armed deadline passes
	 */
	Worker(ForkRequest request, Slot slot, ScoreboardRow row, OomKills oomKills, MasterSettings settings,
			ControlLoop loop, Consumer<ClusterEvent> events, Consumer<Worker> onDeadline) {
		this.request = request;
		this.slot = slot;
		this.row = row;
		this.oomKills = oomKills;
		this.oomKillsBefore = oomKills.count();
		this.settings = settings;
		this.loop = loop;
		this.events = events;
		this.onDeadline = () -> onDeadline.accept(this);
		this.forkedNanos = loop.nanoTime();
		armDeadline(WorkerDeadline.STARTUP);
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
	}

	WorkerInfo info() {
		return new WorkerInfo(id(), this.slot.index(), (this.process != null) ? this.process.pid() : -1, generation(),
				this.phase.state(), this.connected, this.phase.exitedAfterDisconnect(), this.forkedAt);
	}

	/**
	 * Remember why the worker is about to end. The first reason counts.
	 * @param reason why
	 */
	void toEndBecause(String reason) {
		if (this.action instanceof MasterAction.None) {
			this.endReason = reason;
			this.action = new MasterAction.Asked(reason);
		}
	}

	/**
	 * The channel ended.
	 */
	void disconnected() {
		this.connected = false;
	}

	/**
	 * Return whether the worker outlives SIGKILL.
	 * @return whether it does
	 */
	boolean isStuck() {
		return this.phase instanceof Stopping stopping && stopping.step() == StopStep.STUCK;
	}

	/**
	 * Return how many requests the worker had.
	 * @return the counts, as the scoreboard has them
	 */
	ErrorCounts errorCounts() {
		ScoreboardEntry entry = scoreboard();
		return new ErrorCounts(entry.requests(), entry.serverErrors());
	}

	/**
	 * Return the worker as one that can be given connections.
	 * @return the recipient, empty as long as there is no process
	 */
	Optional<WorkerConnections> recipient() {
		return Optional.ofNullable(this.recipient);
	}

	/**
	 * Return what runs in the worker's process.
	 * @return a JVM, as long as there is no process
	 */
	Peer peer() {
		return (this.process != null) ? this.process.peer() : Peer.JVM;
	}

	int scoreboardRow() {
		return this.request.scoreboardRow();
	}

	/**
	 * Return what the worker wrote on the scoreboard, or what it had written when it
	 * ended.
	 * @return the values
	 */
	ScoreboardEntry scoreboard() {
		return (this.lastEntry != null) ? this.lastEntry : this.row.read();
	}

	/**
	 * Return why the worker must not be ended though it hangs.
	 * @return the reason, {@code null} if there is none
	 */
	@Nullable String sparedBecause() {
		if (this.request.program() instanceof WorkerProgram.Jvm jvm
				&& jvm.command().hasDebugAgent(this.request.launch().environment())) {
			return "it runs with a debug agent";
		}
		return status().filter((status) -> status.run() == ProcessStatus.Run.TRACED)
			.map((held) -> "a debugger holds it")
			.orElse(null);
	}

	private Optional<ProcessStatus> status() {
		return (this.process != null) ? this.process.status() : Optional.empty();
	}

	/**
	 * Return how much memory the worker occupies.
	 * @return the number of bytes, 0 if it is gone
	 */
	long residentMemory() {
		return status().map(ProcessStatus::residentBytes).orElse(0L);
	}

	/**
	 * Return how many connections it has taken.
	 * @return the number
	 */
	long places() {
		return this.row.reservedConnections();
	}

	/**
	 * Return the event that tells of the end.
	 * @param dead how it ended
	 * @param respawnDelay after what time the slot is filled again, if it is
	 * @return the event
	 */
	Exited exit(Dead dead, @Nullable Duration respawnDelay) {
		ScoreboardEntry entry = this.row.read();
		this.lastEntry = entry;
		long aborted = Math.max(entry.abortedRequests(), entry.requestsInFlight());
		return new Exited(info(), dead.status(), cause(dead), dead.expectation() == Expectation.EXPECTED, uptime(),
				respawnDelay, entry.drainedRequests(), aborted, lastOutput());
	}

	/**
	 * Return whether the end of the worker speaks against it.
	 * @param dead how it ended
	 * @return whether it does
	 */
	boolean hasFailed(Dead dead) {
		return dead.expectation() == Expectation.UNEXPECTED && cause(dead).isFailure();
	}

	private ExitCause cause(Dead dead) {
		return new ExitDiagnosis(dead.status(), lastOutput(), this.action, this.oomKillsBefore, this.oomKills.count())
			.cause();
	}

	Duration uptime() {
		return Duration.ofNanos(this.loop.nanoTime() - this.forkedNanos);
	}

	List<String> lastOutput() {
		return (this.process != null) ? this.process.lastOutput() : List.of();
	}

	/**
	 * Take the process, and catch up on what was wanted of it before it was there.
	 * @param process the process
	 */
	void forked(WorkerProcess process) {
		this.process = process;
		this.recipient = new WorkerConnections(id(), this.slot.index(), this.row, process);
		this.unsent.forEach(process::send);
		this.unsent.clear();
		if (this.phase instanceof Stopping stopping) {
			stopping.step().take(this);
		}
	}

	void send(ClusterMessage message, @Nullable Integer acknowledges) {
		if (this.process != null) {
			this.process.send(new Envelope(this.sequence++, acknowledges, message));
		}
	}

	void send(ClusterMessage message, int acknowledges, Handle handle) {
		if (this.process != null) {
			this.process.send(new Envelope(this.sequence++, acknowledges, message), handle);
		}
	}

	void send(JsonNode message) {
		if (this.process != null) {
			this.process.send(message);
		}
		else {
			this.unsent.add(message);
		}
	}

	@Override
	public void askToStop() {
		send(new ClusterMessage.Disconnect(), null);
	}

	@Override
	public void terminate() {
		end(Signal.SIGTERM);
	}

	@Override
	public void dumpThreads() {
		if (this.process != null) {
			this.process.dumpThreads();
		}
	}

	@Override
	public void kill() {
		end(Signal.SIGKILL);
	}

	private void end(Signal signal) {
		this.action = new MasterAction.Killed(this.endReason, signal);
		kill(signal);
	}

	void kill(Signal signal) {
		if (this.process != null) {
			this.process.kill(signal);
		}
	}

	@Override
	public void closeChannel() {
		if (this.process != null) {
			this.process.closeChannel();
		}
	}

	@Override
	public void reportStuck() {
		this.events.accept(new ClusterEvent.StopEscalated(info(), "outlives SIGKILL", null));
	}

	@Override
	public void armDeadline(WorkerDeadline deadline) {
		cancelDeadline();
		this.deadline = this.loop.schedule(this.settings.of(deadline), this.onDeadline);
	}

	@Override
	public void cancelDeadline() {
		if (this.deadline != null) {
			this.deadline.cancel();
			this.deadline = null;
		}
	}

	/**
	 * Tell what the armed deadline was for, now that it passed.
	 */
	void reportDeadlinePassed() {
		if (this.phase instanceof Booting) {
			toEndBecause("it did not listen in time");
			report("does not listen after " + time(this.settings.startupTimeout()), Signal.SIGTERM);
		}
		else if (this.phase instanceof Stopping stopping) {
			switch (stopping.step()) {
				case ASKED -> report("has not ended %s after it was asked to"
					.formatted(time(this.settings.of(WorkerDeadline.DRAIN))), Signal.SIGTERM);
				case TERMINATED ->
					report("has not ended %s after SIGTERM".formatted(time(MasterSettings.TERMINATION_TIMEOUT)),
							Signal.SIGKILL);
				default -> {
				}
			}
		}
	}

	private static String time(Duration duration) {
		return (duration.toMillisPart() == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

	private void report(String reason, Signal next) {
		this.events.accept(new ClusterEvent.StopEscalated(info(), reason, next));
	}

	@Override
	public String toString() {
		return "Worker %d (slot %d)".formatted(id(), this.slot.index());
	}

	static ExitStatus notStarted() {
		return new ExitStatus(127);
	}

}
