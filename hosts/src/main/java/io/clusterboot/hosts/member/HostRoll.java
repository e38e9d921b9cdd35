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

package io.clusterboot.hosts.member;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest.RollHosts.Scope;
import io.clusterboot.hosts.HostIdentity;
import io.clusterboot.hosts.HostsEngine;
import io.clusterboot.hosts.member.RollPlan.State;
import io.clusterboot.hosts.member.RollPlan.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls one host after the other, by a plan that the engine keeps: each host looks
 * whether it is its turn, rolls by its own canary, and writes down what came of it, so no
 * host has to reach another, and the roll goes on when the one that began it ends.
 * Confined to the thread of the members, but for {@link #begin}.
 */
final class HostRoll {

	private static final String KEY = "roll";

	private static final Duration LIFETIME = Duration.ofDays(7);

	private static final long LOCK_MILLIS = 2000;

	private static final Logger logger = LoggerFactory.getLogger(HostRoll.class);

	private final HostsEngine engine;

	private final Lock lock;

	private final HostIdentity self;

	private final Supplier<CompletableFuture<RollResult>> roll;

	private final Executor thread;

	/**
	 * The roll that was begun here, until it is over.
	 */
	private @Nullable Begun begun;

	/**
	 * What the roll of this host came to, until that is written down.
	 */
	private @Nullable Step result;

	/**
	 * Create a new instance.
	 * @param engine keeps the plan
	 * @param lock is held while the plan is changed
	 * @param self this host
	 * @param roll rolls this host
	 * @param thread the thread of the members
	 */
	HostRoll(HostsEngine engine, Lock lock, HostIdentity self, Supplier<CompletableFuture<RollResult>> roll,
			Executor thread) {
		this.engine = engine;
		this.lock = lock;
		this.self = self;
		this.roll = roll;
		this.thread = thread;
	}

	/**
	 * Begin a roll. May be called from any thread.
	 * @param scope which hosts
	 * @param members gives the hosts there are
	 * @return completes when it is over
	 */
	CompletableFuture<ControlOutcome> begin(Scope scope, Supplier<List<HostEntry>> members) {
		CompletableFuture<ControlOutcome> outcome = new CompletableFuture<>();
		this.thread.execute(() -> {
			try {
				begin(scope, members.get(), outcome);
			}
			catch (RuntimeException ex) {
				outcome.complete(failed("The roll has not begun: " + ex.getMessage()));
			}
		});
		return outcome;
	}

	private void begin(Scope scope, List<HostEntry> members, CompletableFuture<ControlOutcome> outcome) {
		String id = UUID.randomUUID().toString();
		boolean changed = change((former) -> {
			if (former != null && !former.isOver()) {
				outcome.complete(failed("A roll over hosts is under way: " + former.text()));
				return former;
			}
			return new RollPlan(id, steps(scope, former, members));
		});
		if (!changed) {
			outcome.complete(failed("The roll has not begun: another host changes its plan"));
		}
		else if (!outcome.isDone()) {
			this.begun = new Begun(id, outcome);
		}
	}

	private static List<Step> steps(Scope scope, @Nullable RollPlan former, List<HostEntry> members) {
		Set<String> done = (scope == Scope.REST && former != null) ? former.steps()
			.stream()
			.filter((step) -> step.state() == State.DONE)
			.map(Step::name)
			.collect(Collectors.toSet()) : Set.of();
		return members.stream()
			.filter((member) -> !done.contains(member.name()))
			.map((member) -> new Step(member.id(), member.name(), State.WAITING, ""))
			.toList();
	}

	/**
	 * Do what there is to do for this host.
	 * @param members the ids of the hosts that are there
	 * @return the plan, {@code null} if there is none
	 */
	@Nullable RollPlan proceed(Set<String> members) {
		Step finished = this.result;
		if (finished != null && change((plan) -> (plan != null) ? plan.with(finished) : null)) {
			this.result = null;
		}
		RollPlan plan = read();
		Optional<Step> current = (plan != null) ? plan.current() : Optional.empty();
		if (plan != null && current.isPresent() && this.result == null) {
			plan = turn(plan, current.get(), members);
		}
		report(plan);
		return plan;
	}

	private RollPlan turn(RollPlan plan, Step step, Set<String> members) {
		if (!members.contains(step.host())) {
			return replace(plan, step.is(State.FAILED, "its master has ended"));
		}
		if (!step.host().equals(this.self.id()) || step.state() != State.WAITING) {
			return plan;
		}
		RollPlan rolling = replace(plan, step.is(State.ROLLING, ""));
		if (rolling != plan) {
			logger.info("It is the turn of this host in a roll over hosts");
			this.roll.get()
				.whenComplete((done, failure) -> this.thread.execute(() -> this.result = (failure != null)
						? step.is(State.FAILED, reason(failure)) : step.is(State.DONE, "")));
		}
		return rolling;
	}

	private static String reason(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return String.valueOf(cause.getMessage());
	}

	/**
	 * Write a step down, unless the plan has changed meanwhile.
	 * @return the changed plan, or the former one
	 */
	private RollPlan replace(RollPlan plan, Step step) {
		RollPlan next = plan.with(step);
		AtomicBoolean same = new AtomicBoolean();
		boolean changed = change((now) -> {
			same.set(plan.equals(now));
			return same.get() ? next : now;
		});
		return (changed && same.get()) ? next : plan;
	}

	private boolean change(UnaryOperator<@Nullable RollPlan> change) {
		try {
			if (!this.lock.tryLock(LOCK_MILLIS, TimeUnit.MILLISECONDS)) {
				return false;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		try {
			RollPlan next = change.apply(read());
			if (next != null) {
				this.engine.write(KEY, next.toJson(), LIFETIME);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable RollPlan read() {
		String text = this.engine.read(KEY).get(KEY);
		return (text != null) ? RollPlan.parse(text) : null;
	}

	private void report(@Nullable RollPlan plan) {
		Begun mine = this.begun;
		if (mine == null) {
			return;
		}
		if (plan == null || !plan.id().equals(mine.id())) {
			this.begun = null;
			mine.outcome().complete(failed("The engine has lost the plan of the roll"));
		}
		else if (plan.isOver()) {
			this.begun = null;
			mine.outcome()
				.complete(plan.hasFailed() ? failed(plan.text() + "; --hosts=rest goes on with all that are not done")
						: new ControlOutcome.Done("Rolled one after the other: " + plan.names(State.DONE), null));
		}
	}

	private static ControlOutcome failed(String text) {
		return new ControlOutcome.Failed(text, List.of());
	}

	/**
	 * A roll that was begun here.
	 */
	private record Begun(String id, CompletableFuture<ControlOutcome> outcome) {

	}

}
