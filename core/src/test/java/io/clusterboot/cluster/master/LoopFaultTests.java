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

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.master.FakeForker.FakeWorker;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Whatever call of the control loop fails: the request that needed it ends, every slot
 * has a worker again, and the cluster can be stopped.
 */
class LoopFaultTests {

	private static final MasterSettings SETTINGS = MasterSettings.of(2);

	/**
	 * With limits, which are watched.
	 */
	private static final MasterSettings LIMITED = SETTINGS
		.withScheduling(SchedulingSettings.of(SchedulingPolicy.SHARED).withLimits(10, 20));

	/**
	 * How many calls of one name fail, each in a run of its own. Watches repeat theirs
	 * for as long as the cluster lives.
	 */
	private static final int CALLS = 20;

	/**
	 * Longer than any pause and any step of a stop.
	 */
	private static final Duration LONG = Duration.ofMinutes(2);

	@ParameterizedTest
	@EnumSource
	void failureOfAnyCallLeavesAWholeCluster(Scenario scenario) {
		Map<String, Integer> calls = new Run(scenario, "none", 0).finish();
		assertThat(calls).isNotEmpty();
		calls.forEach((name, count) -> {
			for (int call = 1; call <= Math.min(count, CALLS); call++) {
				new Run(scenario, name, call).finish();
			}
		});
	}

	@Test
	void slotIsFilledWhenThereIsARowAgain() {
		SupervisedCluster cluster = SupervisedCluster.serving(SETTINGS);
		List<Integer> rows = cluster.takeRows(126);
		cluster.exits(1, 1);
		rows.addAll(cluster.takeRows(1));
		cluster.advance(Duration.ofSeconds(1));
		assertThat(cluster.alive()).containsExactly("2:slot1:gen0:READY");
		CompletableFuture<RollResult> roll = cluster.roll();
		assertThat(roll).isCompletedExceptionally();
		cluster.free(rows);
		cluster.advance(Duration.ofSeconds(20));
		assertThat(cluster.supervisor().workers()).extracting("slot").containsExactlyInAnyOrder(0, 1);
		cluster.stop();
	}

	@Test
	void requestWhoseTaskFailsFails() {
		CompletableFuture<String> done = new CompletableFuture<>();
		IllegalStateException failure = new IllegalStateException("failed on purpose");
		LoopRequest<String> request = new LoopRequest<>((future) -> {
			throw failure;
		}, done);
		assertThatIllegalStateException().isThrownBy(request::run).isSameAs(failure);
		assertThat(done).isCompletedExceptionally();
	}

	/**
	 * What happens to a cluster of two that serves.
	 */
	enum Scenario {

		START((run) -> {
		}),

		CRASH((run) -> run.cluster.exits(1, 1)),

		ROLL((run) -> run.requests.add(run.cluster.roll())),

		ROLL_THAT_FAILS((run) -> {
			run.requests.add(run.cluster.roll());
			run.failing.add(3);
		}),

		RESPAWN_THAT_NEVER_LISTENS((run) -> {
			run.silent.add(3);
			run.cluster.exits(1, 1);
		}),

		ROLL_THAT_NEVER_LISTENS((run) -> {
			run.silent.add(3);
			run.requests.add(run.cluster.roll());
		}),

		SCALE_UP((run) -> run.scale(3)),

		SCALE_DOWN((run) -> run.scale(1)),

		LIMIT((run) -> {
			run.fill(1);
			run.fill(2);
			run.cluster.advance(Duration.ofSeconds(2));
			run.requests.add(run.paused());
		}),

		DISCONNECT((run) -> {
			run.cluster.supervisor().operations().disconnect(1);
			run.cluster.loop().run();
			run.settle();
			if (run.scale(2).isCompletedExceptionally()) {
				run.scale(2);
			}
		}),

		STOP((run) -> run.stop()),

		STOP_OF_A_WORKER_THAT_DOES_NOT_END((run) -> {
			run.deaf.add(1);
			run.stop();
		});

		private final Consumer<Run> action;

		Scenario(Consumer<Run> action) {
			this.action = action;
		}

	}

	/**
	 * A scenario in which one call fails.
	 */
	private static final class Run {

		private final Scenario scenario;

		private final String failingName;

		private final int failingCall;

		private final SupervisedCluster cluster;

		private final List<CompletableFuture<?>> requests = new ArrayList<>();

		private final Set<Integer> failing = new HashSet<>();

		private final Set<Integer> silent = new HashSet<>();

		private final Set<Integer> deaf = new HashSet<>();

		private final Set<FakeWorker> greeted = new HashSet<>();

		private final Set<FakeWorker> ended = new HashSet<>();

		private final Map<String, Integer> calls = new TreeMap<>();

		private int slots = 2;

		private boolean armed;

		private final CompletableFuture<Void> stopped = new CompletableFuture<>();

		Run(Scenario scenario, String failingName, int failingCall) {
			this.scenario = scenario;
			this.failingName = failingName;
			this.failingCall = failingCall;
			this.cluster = SupervisedCluster.create((scenario == Scenario.LIMIT) ? LIMITED : SETTINGS, handoff());
			this.cluster.loop().surviveFailures();
			this.cluster.onEvent(() -> called("event"));
			this.cluster.onCall(this::called);
		}

		private Handoff handoff() {
			return (Handoff) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Handoff.class },
					(proxy, method, arguments) -> {
						called("handoff");
						if (method.getName().equals("stopAccepting")) {
							((Executor) arguments[0]).execute((Runnable) arguments[1]);
						}
						return null;
					});
		}

		private void called(String name) {
			if (this.armed && this.calls.merge(name, 1, Integer::sum) == this.failingCall
					&& name.equals(this.failingName)) {
				throw new IllegalStateException("%s %d fails on purpose".formatted(name, this.failingCall));
			}
		}

		private CompletableFuture<Integer> scale(int target) {
			this.slots = target;
			CompletableFuture<Integer> scaled = this.cluster.scale(target);
			this.requests.add(scaled);
			return scaled;
		}

		private void fill(int id) {
			for (int connection = 0; connection < 10; connection++) {
				this.cluster.row(id).connectionReserved();
			}
		}

		private CompletableFuture<Void> paused() {
			return this.cluster.events(ClusterEvent.AcceptingPaused.class).isEmpty() ? new CompletableFuture<>()
					: CompletableFuture.completedFuture(null);
		}

		private void stop() {
			this.cluster.supervisor().stop(this.stopped);
			this.cluster.loop().run();
		}

		/**
		 * Run the scenario, and see that it leaves nothing half done.
		 * @return the number of calls of each name
		 */
		Map<String, Integer> finish() {
			this.armed = this.scenario == Scenario.START;
			this.requests.add(this.cluster.serving());
			this.cluster.start();
			settle();
			if (this.scenario != Scenario.START) {
				this.armed = true;
				this.scenario.action.accept(this);
				settle();
			}
			this.armed = false;
			String name = "%s, %s %d".formatted(this.scenario, this.failingName, this.failingCall);
			assertThat(this.requests).as(name).allMatch(CompletableFuture::isDone);
			if (!this.scenario.name().startsWith("STOP") && !this.cluster.serving().isCompletedExceptionally()) {
				this.slots = this.cluster.supervisor().size();
				assertThat(this.cluster.supervisor().workers()).as(name)
					.allMatch((worker) -> worker.state() == WorkerState.READY)
					.extracting("slot")
					.containsExactlyInAnyOrderElementsOf(IntStream.range(0, this.slots).boxed().toList());
			}
			stop();
			settle();
			assertThat(this.stopped).as(name).isCompleted();
			this.cluster.assertNothingIsLeft();
			return this.calls;
		}

		/**
		 * Let time pass, in which the workers do what they have to.
		 */
		private void settle() {
			for (int round = 0; round < 20; round++) {
				List.copyOf(this.cluster.forker().workers()).forEach(this::live);
				this.cluster.advance(LONG.dividedBy(4));
			}
		}

		private void live(FakeWorker worker) {
			int id = worker.request().workerId();
			boolean asked = !this.deaf.contains(id)
					&& (worker.received().contains(new Disconnect()) || worker.received().contains(Signal.SIGTERM));
			if (this.ended.contains(worker)) {
				return;
			}
			if (asked || worker.received().contains(Signal.SIGKILL) || this.failing.contains(id)) {
				this.ended.add(worker);
				worker.exits(this.failing.contains(id) ? 1 : 0);
			}
			else if (!this.silent.contains(id) && this.greeted.add(worker)) {
				worker.says(new ClusterMessage.Online());
				worker.says(new ClusterMessage.QueryServer(SupervisedCluster.SERVER, ListenOptions.DEFAULTS, null));
				worker.says(new ClusterMessage.Listening(SupervisedCluster.SERVER));
			}
			this.cluster.loop().run();
		}

	}

}
