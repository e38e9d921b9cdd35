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

package io.clusterboot.spring.leader;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.clusterboot.cluster.loop.SerialThread;
import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.LeadershipMessage;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeadershipEvent;
import io.clusterboot.spring.leadership.LeadershipGrantedEvent;
import io.clusterboot.spring.leadership.LeadershipGuard;
import io.clusterboot.spring.leadership.LeadershipRevokedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the beans that live with the leadership, and publishes its events, on
 * a thread of its own. While the context runs, its process may lead.
 */
public final class LeaderBeans implements SmartLifecycle {

	/**
	 * Longest time, in seconds, that a bean, and the stop of the context, is waited for.
	 */
	private static final long PATIENCE = 10;

	private static final Comparator<Lifecycle> BY_PHASE = Comparator
		.comparingInt((bean) -> (bean instanceof Phased phased) ? phased.getPhase() : 0);

	private static final Logger logger = LoggerFactory.getLogger(LeaderBeans.class);

	private final @Nullable MessageBus bus;

	private final ClusterLeadership leadership;

	private final ApplicationEventPublisher publisher;

	private final Supplier<? extends List<? extends Lifecycle>> beans;

	private final LongSupplier leaseEnd;

	private final ExecutorService thread = SerialThread.named("cluster-leadership");

	private volatile boolean running;

	/**
	 * The epoch of which the beans are started, 0 for none. Confined to the thread.
	 */
	private long epoch;

	/**
	 * Create a new instance.
	 * @param bus the bus of a worker, {@code null} for a standalone application
	 * @param leadership says whether this process leads
	 * @param publisher publishes events
	 * @param beans gives the beans that live with the leadership
	 */
	public LeaderBeans(@Nullable MessageBus bus, ClusterLeadership leadership, ApplicationEventPublisher publisher,
			Supplier<? extends List<? extends Lifecycle>> beans) {
		this(bus, leadership, publisher, beans, () -> 0);
	}

	/**
	 * Create a new instance.
	 * @param bus the bus of a worker, {@code null} for a standalone application
	 * @param leadership says whether this process leads
	 * @param publisher publishes events
	 * @param beans gives the beans that live with the leadership
	 * @param leaseEnd reads until when a leadership lasts unless it is extended, 0 for no
	 * end: the beans are stopped then, also when the master does not say so
	 */
	public LeaderBeans(@Nullable MessageBus bus, ClusterLeadership leadership, ApplicationEventPublisher publisher,
			Supplier<? extends List<? extends Lifecycle>> beans, LongSupplier leaseEnd) {
		this.bus = bus;
		this.leadership = leadership;
		this.publisher = publisher;
		this.beans = beans;
		this.leaseEnd = leaseEnd;
	}

	/**
	 * Return the last phase, which starts when the application is there, and stops before
	 * anything else does.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void start() {
		this.running = true;
		if (this.bus != null) {
			this.bus.handle(LeadershipMessage.TOPIC, this::received);
			this.bus.tell(Destination.master(), LeadershipMessage.CANDIDATE, JsonNodeFactory.instance.nullNode());
		}
		else {
			run(this::grant);
		}
	}

	private CompletableFuture<JsonNode> received(BusMessage message) {
		CompletableFuture<Void> done = run(LeadershipMessage.of(message.body()).granted() ? this::grant : this::revoke);
		return done.thenApply((nothing) -> JsonNodeFactory.instance.nullNode());
	}

	private CompletableFuture<Void> run(Runnable task) {
		return CompletableFuture.runAsync(task, this.thread);
	}

	/**
	 * Start the beans if this process still leads when it comes to that.
	 */
	private void grant() {
		LeadershipGuard guard = this.leadership.current().orElse(null);
		if (guard == null || !this.running) {
			return;
		}
		if (this.epoch != 0 && this.epoch != guard.epoch()) {
			revoke();
		}
		this.epoch = guard.epoch();
		revokeAtTheEndOf(guard);
		sorted(BY_PHASE).forEach((bean) -> attempt("start", bean, () -> {
			if (guard.isValid() && !bean.isRunning()) {
				bean.start();
			}
		}));
		publish(new LeadershipGrantedEvent(this, this.epoch));
	}

	private void revokeAtTheEndOf(LeadershipGuard guard) {
		long end = this.leaseEnd.getAsLong();
		if (end != 0) {
			long delay = Math.max(0, end - System.nanoTime());
			CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, this.thread).execute(() -> {
				if (this.epoch == guard.epoch() && guard.isValid()) {
					revokeAtTheEndOf(guard);
				}
				else if (this.epoch == guard.epoch()) {
					revoke();
				}
			});
		}
	}

	private void revoke() {
		if (this.epoch == 0) {
			return;
		}
		long former = this.epoch;
		this.epoch = 0;
		publish(new LeadershipRevokedEvent(this, former));
		sorted(BY_PHASE.reversed()).forEach((bean) -> attempt("stop", bean, () -> {
			if (bean.isRunning()) {
				stop(bean);
			}
		}));
	}

	/**
	 * Stop a bean, and wait until it has stopped, since the next leader is named then.
	 */
	private static void stop(Lifecycle bean) {
		if (bean instanceof SmartLifecycle smart) {
			CompletableFuture<Void> stopped = new CompletableFuture<>();
			smart.stop(() -> stopped.complete(null));
			stopped.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
		}
		else {
			bean.stop();
		}
	}

	private List<? extends Lifecycle> sorted(Comparator<Lifecycle> order) {
		return this.beans.get().stream().sorted(order).toList();
	}

	private void publish(LeadershipEvent event) {
		attempt("be told of its event", event.getClass().getSimpleName(), () -> this.publisher.publishEvent(event));
	}

	private static void attempt(String what, Object who, Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("{} failed to {} with the leadership of this process", who, what, ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			run(this::revoke).get(PATIENCE, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("What lives with the leadership of this process has not stopped within {} s", PATIENCE, ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
