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
import java.util.function.Consumer;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.master.WorkerPhase.Booting;
import io.clusterboot.cluster.master.WorkerPhase.Starting;
import io.clusterboot.cluster.master.WorkerPhase.Stopping;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.handle.Handle;
import io.clusterboot.process.ExitStatus;
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

	private WorkerPhase phase = new Starting();

	private @Nullable WorkerProcess process;

	private ControlLoop.@Nullable Timer deadline;

	private int sequence;

	/**
	 * Create a new instance.
	 * @param request which worker this is
	 * @param settings the deadlines
	 * @param loop the loop this worker lives on
	 * @param events where to tell what happens
	 * @param onDeadline what to do when the armed deadline passes
	 */
	Worker(ForkRequest request, MasterSettings settings, ControlLoop loop, Consumer<ClusterEvent> events,
			Consumer<Worker> onDeadline) {
		this.request = request;
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

	int slot() {
		return this.request.slot();
	}

	WorkerPhase phase() {
		return this.phase;
	}

	void phase(WorkerPhase phase) {
		this.phase = phase;
	}

	WorkerInfo info() {
		return new WorkerInfo(id(), slot(), (this.process != null) ? this.process.pid() : -1, this.request.generation(),
				this.phase.state(), this.forkedAt);
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
	}

	@Override
	public void askToStop() {
		send(new ClusterMessage.Disconnect(), null);
	}

	@Override
	public void terminate() {
		kill(Signal.SIGTERM);
	}

	@Override
	public void kill() {
		kill(Signal.SIGKILL);
	}

	private void kill(Signal signal) {
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
			report("does not listen after " + time(this.settings.startupTimeout()), Signal.SIGTERM);
		}
		else if (this.phase instanceof Stopping stopping) {
			switch (stopping.step()) {
				case ASKED ->
					report("has not ended %s after it was asked to".formatted(time(this.settings.drainTimeout())),
							Signal.SIGTERM);
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
		return "Worker %d (slot %d)".formatted(id(), slot());
	}

	static ExitStatus notStarted() {
		return new ExitStatus(127);
	}

}
