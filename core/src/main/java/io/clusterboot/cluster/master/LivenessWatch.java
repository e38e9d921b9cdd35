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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.master.HeartbeatWatch.Verdict;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;
import org.jspecify.annotations.Nullable;

/**
 * Finds workers that hang by what they write on the scoreboard. It avoids false alarms:
 * after a pause of the master itself every worker has the whole timeout again, a worker
 * under a debugger is reported but not stopped, a worker whose heap dump grows has the
 * whole timeout again, at most one worker is stopped in a liveness timeout, and a worker
 * that never wrote a heartbeat is not judged. An exhausted thread pool is reported, and a
 * hang only if the settings say so. Confined to the control loop.
 */
final class LivenessWatch {

	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

	private final LivenessSettings settings;

	private final Duration timeout;

	private final Duration interval;

	private final ControlLoop loop;

	private final Supplier<Collection<Worker>> workers;

	private final Findings findings;

	private final Map<Worker, HeartbeatWatch> watches = new HashMap<>();

	private final Map<Worker, ThreadPoolAlarm> alarms = new HashMap<>();

	private final Set<Worker> spared = new HashSet<>();

	/**
	 * Workers that were reported, not stopped, and have made no progress since.
	 */
	private final Set<Worker> hung = new HashSet<>();

	private ControlLoop.@Nullable Timer timer;

	private long lastLook;

	private @Nullable Long lastEnded;

	/**
	 * Create a new instance.
	 * @param settings when a worker hangs
	 * @param workers returns the workers that are alive
	 * @param findings receives the workers that hang
	 */
	LivenessWatch(LivenessSettings settings, ControlLoop loop, Supplier<Collection<Worker>> workers,
			Findings findings) {
		this.settings = settings;
		this.timeout = settings.timeout();
		Duration part = this.timeout.dividedBy(8);
		this.interval = (part.compareTo(LONGEST_INTERVAL) < 0) ? part : LONGEST_INTERVAL;
		this.loop = loop;
		this.workers = workers;
		this.findings = findings;
	}

	void start() {
		this.lastLook = this.loop.nanoTime();
		this.timer = this.loop.schedule(this.interval, this::look);
	}

	void stop() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	private void look() {
		// First: it goes on after a failure
		this.timer = this.loop.schedule(this.interval, this::look);
		long now = this.loop.nanoTime();
		if (now - this.lastLook > this.timeout.dividedBy(2).toNanos()) {
			this.watches.values().forEach((watch) -> watch.forgive(now));
		}
		this.lastLook = now;
		Collection<Worker> present = Set.copyOf(this.workers.get());
		this.watches.keySet().retainAll(present);
		this.alarms.keySet().retainAll(present);
		this.spared.retainAll(present);
		this.hung.retainAll(present);
		present.stream()
			.filter((worker) -> worker.phase() instanceof LivePhase.Accepting)
			.forEach((worker) -> Attempt.to("see whether " + worker + " hangs", () -> look(worker, now)));
	}

	private void look(Worker worker, long now) {
		ScoreboardEntry entry = worker.readings().entry();
		if (entry.heartbeat() == 0) {
			return;
		}
		ThreadPoolLoad pool = worker.readings().threadPool();
		this.alarms.computeIfAbsent(worker, (ignored) -> new ThreadPoolAlarm(worker, this.findings))
			.look(now, Duration.ofMillis(pool.exhaustedMillis()));
		HeartbeatWatch watch = this.watches.computeIfAbsent(worker, (ignored) -> new HeartbeatWatch(this.timeout, now));
		watch.look(now, entry.heartbeat(), entry.loopLagMillis(), this.settings.threadPool() ? pool.waitMillis() : 0)
			.ifPresentOrElse((verdict) -> worker.heapDumpProgress()
				.ifPresentOrElse((progress) -> dumpsHeap(worker, watch, verdict, progress),
						() -> hangs(worker, verdict, now)),
					() -> this.spared.remove(worker));
		if (!watch.isHanging() && this.hung.remove(worker)) {
			this.findings.recovered(worker);
		}
	}

	private void dumpsHeap(Worker worker, HeartbeatWatch watch, Verdict verdict, String progress) {
		watch.forgive(this.loop.nanoTime());
		this.hung.add(worker);
		this.findings.spared(worker, verdict, progress);
	}

	private void hangs(Worker worker, Verdict verdict, long now) {
		String reason = worker.hangExemption();
		if (reason != null) {
			this.hung.add(worker);
			if (this.spared.add(worker)) {
				this.findings.spared(worker, verdict, reason);
			}
		}
		else if (this.lastEnded == null || now - this.lastEnded >= this.timeout.toNanos()) {
			this.lastEnded = now;
			this.findings.hangs(worker, verdict);
		}
	}

	/**
	 * Receives the workers that hang.
	 */
	interface Findings {

		/**
		 * A worker hangs, and has to be stopped.
		 */
		void hangs(Worker worker, Verdict verdict);

		/**
		 * A worker hangs, and must not be stopped. Called once for each hang, and once in
		 * a liveness timeout for a worker that writes a heap dump.
		 * @param verdict what makes no progress, and for how long
		 * @param reason why the worker must not be stopped
		 */
		void spared(Worker worker, Verdict verdict, String reason);

		/**
		 * A worker that hung, and was not stopped, makes progress again.
		 */
		void recovered(Worker worker);

		/**
		 * All threads of a worker are busy, and requests wait for one.
		 * @param duration for how long that has been so
		 */
		void threadPoolExhausted(Worker worker, Duration duration);

		/**
		 * A worker whose thread pool was exhausted has had free threads for a while.
		 * @param duration for how long it was exhausted
		 */
		void threadPoolRelieved(Worker worker, Duration duration);

	}

}
