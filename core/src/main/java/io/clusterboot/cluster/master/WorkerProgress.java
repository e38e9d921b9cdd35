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

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.event.ThreadPoolEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.master.HeartbeatWatch.Verdict;
import io.clusterboot.cluster.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Takes in what a worker, or a watch of it, reports until it ends: moves the worker to
 * its next phase and passes the event on. Confined to the control loop.
 */
final class WorkerProgress implements LivenessWatch.Findings {

	private static final Logger logger = LoggerFactory.getLogger(WorkerProgress.class);

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final ServerQueries queries;

	private final Operations operations;

	private final Consumer<ClusterEvent> events;

	private final Consumer<Worker> onReady;

	private final Consumer<Worker> onRecovery;

	/**
	 * Create a new instance.
	 * @param registry moves workers between phases
	 * @param queries knows which servers workers asked for
	 * @param operations proceed when a worker is ready
	 * @param events receives what happens
	 * @param onReady called when a worker is ready
	 * @param onRecovery called when a worker that hung makes progress again
	 */
	WorkerProgress(ControlLoop loop, WorkerRegistry registry, ServerQueries queries, Operations operations,
			Consumer<ClusterEvent> events, Consumer<Worker> onReady, Consumer<Worker> onRecovery) {
		this.loop = loop;
		this.registry = registry;
		this.queries = queries;
		this.operations = operations;
		this.events = events;
		this.onReady = onReady;
		this.onRecovery = onRecovery;
	}

	void forked(Worker worker, WorkerProcess process) {
		worker.slot().streak().forkSucceeded();
		worker.forked(process, () -> this.loop.execute(() -> threadsDumped(worker, null)));
		this.registry.published().started(worker, process.image());
		this.registry.publish();
		this.events.accept(new ClusterEvent.Forked(worker.info(), null, worker.request().ports()));
	}

	void message(Worker worker, JsonNode message) {
		this.events.accept(new ClusterEvent.Message(worker.info(), message));
	}

	void online(Worker worker) {
		if (this.registry.move(worker, worker.phase().online(worker))) {
			this.events.accept(new ClusterEvent.Online(worker.info(), worker.uptime()));
		}
	}

	/**
	 * End a worker that runs another ClusterBoot. It has no part in the cluster yet, so
	 * it is killed; its end is unexpected unless a replacement gives it up.
	 * @param reason what differs, with both versions
	 */
	void incompatible(Worker worker, String reason) {
		worker.evidence().recordStopReason(reason);
		worker.slot()
			.replacement()
			.filter((replacement) -> replacement.newcomer() == worker)
			.ifPresent(
					(replacement) -> replacement.fail("%s: %s".formatted(LogFormat.inSentence(worker.info()), reason)));
		worker.kill();
		this.registry.move(worker, worker.phase().terminated(worker));
	}

	void listening(Worker worker, ServerAddress server) {
		if (isUdpBeforeServer(worker, server)) {
			this.events.accept(listensEvent(worker, server));
			return;
		}
		boolean moved = this.registry.move(worker, worker.phase().listening(worker));
		if (!(worker.phase() instanceof LivePhase.Accepting)) {
			return;
		}
		this.queries.listens(worker, server);
		this.events.accept(listensEvent(worker, server));
		if (moved && worker.phase().state() == WorkerState.READY) {
			ready(worker);
		}
	}

	void serverClosed(Worker worker, String key) {
		this.queries.closed(worker, key);
		this.operations.proceed();
	}

	/**
	 * A worker that reports its readiness has a server that accepts connections; its UDP
	 * ports may be open long before that server listens.
	 */
	private static boolean isUdpBeforeServer(Worker worker, ServerAddress server) {
		return server.type().isUdp() && worker.phase() instanceof LivePhase.Booting booting
				&& booting.readiness() == Readiness.UNREADY;
	}

	private static ClusterEvent.Listening listensEvent(Worker worker, ServerAddress server) {
		return new ClusterEvent.Listening(worker.info(), server.type(), server.toSocketAddress(), worker.uptime());
	}

	void readiness(Worker worker, Readiness readiness) {
		WorkerState before = worker.phase().state();
		this.registry.move(worker, worker.phase().readiness(readiness));
		WorkerState after = worker.phase().state();
		if (before == WorkerState.LISTENING && after == WorkerState.READY) {
			ready(worker);
		}
		else if (before == WorkerState.READY && after == WorkerState.LISTENING) {
			this.events.accept(new ClusterEvent.Unready(worker.info()));
			worker.slot().replacement().ifPresent((replacement) -> replacement.unready(worker));
		}
	}

	private void ready(Worker worker) {
		this.events.accept(new ClusterEvent.Ready(worker.info(), worker.uptime()));
		this.onReady.accept(worker);
		worker.slot().replacement().ifPresent((replacement) -> replacement.ready(worker));
		this.operations.proceed();
	}

	void leaving(Worker worker) {
		worker.evidence().recordStopReason("it left");
		if (!worker.slot().isAside(worker)) {
			worker.slot().vacate();
		}
		this.registry.move(worker, worker.phase().leaving(worker));
	}

	/**
	 * A worker ends by itself: it gets no more connections, and has limited time to
	 * finish those it has.
	 * @param reason what ended it, {@code null} if its exit status will tell
	 */
	void ending(Worker worker, @Nullable String reason) {
		this.registry.move(worker, worker.phase().terminated(worker));
		if (reason != null) {
			worker.evidence().recordAnnouncement(reason);
			worker.slot().replacement().ifPresent((replacement) -> replacement.ending(worker, reason));
		}
	}

	/**
	 * A worker has done what a message asked it for.
	 * @param number the number of the message
	 */
	void acknowledged(Worker worker, int number) {
		this.operations.interventions().acknowledged(worker, number);
	}

	@Override
	public void hangs(Worker worker, Verdict verdict) {
		this.events.accept(new ClusterEvent.Hung(worker.info(), verdict.hang(), verdict.duration(), null));
		worker.evidence().recordStopReason("it hung: " + verdict.hang().description());
		this.registry.move(worker, worker.phase().hung(worker));
	}

	@Override
	public void spared(Worker worker, Verdict verdict, String reason) {
		this.events.accept(new ClusterEvent.Hung(worker.info(), verdict.hang(), verdict.duration(), reason));
	}

	@Override
	public void recovered(Worker worker) {
		logger.info("Worker {} makes progress again", LogFormat.identity(worker.info()));
		this.onRecovery.accept(worker);
	}

	@Override
	public void threadPoolExhausted(Worker worker, Duration duration) {
		this.events.accept(new ThreadPoolEvent.Exhausted(worker.info(), duration));
	}

	@Override
	public void threadPoolRelieved(Worker worker, Duration duration) {
		this.events.accept(new ThreadPoolEvent.Relieved(worker.info(), duration));
	}

	void threadsDumped(Worker worker, @Nullable Path file) {
		if (file != null) {
			this.events.accept(new ClusterEvent.ThreadsDumped(worker.info(), file));
		}
		this.operations.interventions().threadDumps().dumped(worker, file);
		this.registry.move(worker, worker.phase().examined(worker));
	}

}
