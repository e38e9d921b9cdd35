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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.LeadershipMessage;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names one worker leader, as long as there is one that is ready and able to lead. A
 * leader that drains, hangs, or is gone is followed by another one: it is deposed in
 * shared memory at once, and the next one is named when it has stopped what a leader
 * does, has ended, or takes too long for that. Confined to the control loop.
 */
final class Leadership {

	/**
	 * Longest time that a former leader has to stop what it does.
	 */
	private static final Duration HANDOVER = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(Leadership.class);

	private final ControlLoop loop;

	private final MessageBus bus;

	private final Supplier<List<WorkerInfo>> workers;

	private final Consumer<LeaderTerm> shared;

	private final Mandate mandate;

	private final Set<Integer> candidates = new HashSet<>();

	private final Set<Integer> hung = new HashSet<>();

	private final List<CompletableFuture<Void>> stepsDown = new ArrayList<>();

	private volatile LeaderTerm term = LeaderTerm.NONE;

	private volatile boolean ready;

	private boolean handingOver;

	private boolean numbering;

	/**
	 * Create a new instance.
	 * @param bus reaches the workers
	 * @param workers gives the workers that are alive
	 * @param shared publishes who leads
	 * @param mandate whether there may be a leader, and the numbers of leaderships
	 */
	Leadership(ControlLoop loop, MessageBus bus, Supplier<List<WorkerInfo>> workers, Consumer<LeaderTerm> shared,
			Mandate mandate) {
		this.loop = loop;
		this.bus = bus;
		this.workers = workers;
		this.shared = shared;
		this.mandate = mandate;
		mandate.onChange(this::review);
		bus.handle(LeadershipMessage.CANDIDATE,
				MessageHandler.of((message) -> loop.execute(() -> join(message.sender()))));
	}

	/**
	 * Return which worker leads. May be called from any thread.
	 */
	LeaderTerm term() {
		return this.term;
	}

	/**
	 * Return whether there is a worker that leads, or can lead. May be called from any
	 * thread.
	 */
	boolean isReady() {
		return this.ready;
	}

	Mandate mandate() {
		return this.mandate;
	}

	/**
	 * Complete when nobody leads any more, after the mandate has ended.
	 */
	void steppedDown(CompletableFuture<Void> done) {
		this.stepsDown.add(done);
		review();
	}

	private void join(int worker) {
		this.candidates.add(worker);
		review();
	}

	/**
	 * Something happened that may matter.
	 */
	void happened(ClusterEvent event) {
		if (event instanceof ClusterEvent.Hung hang) {
			this.hung.add(hang.worker().id());
		}
		reviewSoon();
	}

	/**
	 * A worker that hung, and was not ended, makes progress again: it may lead.
	 */
	void recovered(int worker) {
		if (this.hung.remove(worker)) {
			reviewSoon();
		}
	}

	/**
	 * A worker begins to leave, or something else that may matter happens, which is not
	 * complete yet.
	 */
	void reviewSoon() {
		if (!this.candidates.isEmpty()) {
			this.loop.execute(this::review);
		}
	}

	private void review() {
		List<WorkerInfo> alive = this.workers.get();
		retain(alive.stream().map(WorkerInfo::id).collect(Collectors.toSet()));
		boolean mandated = this.mandate.isValid();
		if (this.term.hasLeader() && (!mandated || alive.stream().noneMatch(this::mayGoOn))) {
			depose();
		}
		if (this.term.hasLeader() || this.handingOver) {
			return;
		}
		this.stepsDown.forEach((done) -> done.complete(null));
		this.stepsDown.clear();
		boolean able = choose(alive).isPresent();
		this.ready = able;
		if (mandated && !this.numbering) {
			nameNext(able);
		}
	}

	private void nameNext(boolean able) {
		if (able) {
			this.numbering = true;
			this.mandate.nextEpoch(this.term.epoch(), this::numbered);
		}
		else {
			this.mandate.unused();
		}
	}

	/**
	 * A leadership has got its number, unless that failed: then somebody reviews later.
	 * @param epoch the number, 0 if there is none
	 */
	private void numbered(long epoch) {
		this.numbering = false;
		if (epoch != 0 && !this.term.hasLeader() && !this.handingOver) {
			choose(this.workers.get()).ifPresent((worker) -> appoint(worker, epoch));
		}
	}

	private void retain(Collection<Integer> alive) {
		this.candidates.retainAll(alive);
		this.hung.retainAll(alive);
	}

	/**
	 * Return whether a worker is the leader, and may go on.
	 */
	private boolean mayGoOn(WorkerInfo worker) {
		return worker.id() == this.term.worker() && isAble(worker)
				&& (worker.state() == WorkerState.READY || worker.state() == WorkerState.LISTENING);
	}

	private boolean isAble(WorkerInfo worker) {
		return this.candidates.contains(worker.id()) && !this.hung.contains(worker.id());
	}

	/**
	 * Choose a worker that is not replaced soon: one of the newest generation.
	 */
	private Optional<WorkerInfo> choose(List<WorkerInfo> alive) {
		return alive.stream()
			.filter((worker) -> worker.state() == WorkerState.READY && isAble(worker))
			.max(Comparator.comparingInt(WorkerInfo::generation)
				.thenComparing(Comparator.comparingInt(WorkerInfo::slot).reversed()));
	}

	private void depose() {
		LeaderTerm former = this.term;
		publish(former.vacant());
		logger.debug("Worker {} no longer leads, epoch {}", former.worker(), former.epoch());
		this.handingOver = true;
		this.bus
			.ask(Destination.worker(former.worker()), LeadershipMessage.TOPIC,
					new LeadershipMessage(false, former.epoch()).toJson(), HANDOVER)
			.whenComplete((replies, failure) -> this.loop.execute(this::handedOver));
	}

	private void handedOver() {
		this.handingOver = false;
		review();
	}

	private void appoint(WorkerInfo worker, long epoch) {
		publish(new LeaderTerm(epoch, worker.id()));
		logger.debug("Worker {} (slot {}, pid {}) leads, epoch {}", worker.id(), worker.slot(), worker.pid(),
				this.term.epoch());
		String failure = this.bus.tell(Destination.worker(worker.id()), LeadershipMessage.TOPIC,
				new LeadershipMessage(true, this.term.epoch()).toJson());
		if (failure != null) {
			logger.debug("Worker {} cannot be told that it leads: {}", worker.id(), failure);
			this.candidates.remove(worker.id());
			this.loop.execute(this::review);
		}
	}

	private void publish(LeaderTerm next) {
		this.term = next;
		Attempt.to("publish who leads", () -> this.shared.accept(next));
	}

}
