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

package io.clusterboot.cluster.worker;

import java.io.Closeable;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;

/**
 * Shows the master that this worker lives: a thread that beats in the worker's row, and
 * asks each event loop whether it still runs tasks. So the master can tell a JVM that has
 * stalled from an event loop that is blocked.
 * <p>
 * It wakes every {@link #INTERVAL}, since a stall has no event: only a count that stops
 * shows it.
 * <p>
 * The thread is a daemon. It never waits for a loop: a loop that owes an answer is not
 * asked again.
 */
public final class Heartbeat implements Closeable {

	/**
	 * The default interval.
	 */
	public static final Duration INTERVAL = Duration.ofMillis(100);

	private final ScoreboardRow row;

	private final long intervalNanos;

	private final Iterable<? extends Executor> loops;

	private final List<HeartbeatObserver> observers;

	private final Map<Executor, Probe> probes = new IdentityHashMap<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private Heartbeat(ScoreboardRow row, Duration interval, Iterable<? extends Executor> loops,
			List<HeartbeatObserver> observers) {
		this.row = row;
		this.intervalNanos = interval.toNanos();
		this.loops = loops;
		this.observers = observers;
	}

	/**
	 * Start the heartbeat.
	 * @param row the row it is shown in
	 * @param interval how often
	 * @param loops the event loops; asked anew each time, on the thread of the heartbeat
	 * @return the heartbeat, which the caller closes
	 */
	public static Heartbeat start(ScoreboardRow row, Duration interval, Iterable<? extends Executor> loops) {
		return start(row, interval, loops, List.of());
	}

	/**
	 * Start the heartbeat.
	 * @param row the row it is shown in
	 * @param interval how often
	 * @param loops the event loops; asked anew each time, on the thread of the heartbeat
	 * @param observers called at each beat
	 * @return the heartbeat, which the caller closes
	 */
	public static Heartbeat start(ScoreboardRow row, Duration interval, Iterable<? extends Executor> loops,
			List<HeartbeatObserver> observers) {
		Heartbeat heartbeat = new Heartbeat(row, interval, loops, List.copyOf(observers));
		Thread thread = new Thread(heartbeat::run, "cluster-heartbeat");
		thread.setDaemon(true);
		thread.start();
		return heartbeat;
	}

	private void run() {
		long last = System.nanoTime();
		try {
			do {
				long now = System.nanoTime();
				beat(now, now - last);
				last = now;
			}
			while (!this.closed.await(this.intervalNanos, TimeUnit.NANOSECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Beat once.
	 * @param now the present moment
	 * @param sinceLast how long ago the last time was
	 */
	private void beat(long now, long sinceLast) {
		// A time in which not even this thread ran does not count against a loop
		long paused = (sinceLast > 2 * this.intervalNanos) ? sinceLast - this.intervalNanos : 0;
		long lag = 0;
		for (Executor loop : this.loops) {
			lag = Math.max(lag, this.probes.computeIfAbsent(loop, Probe::new).lag(now, paused));
		}
		this.row.loopLag(TimeUnit.NANOSECONDS.toMillis(lag));
		this.row.beat();
		this.observers.forEach((observer) -> observer.beaten(now, paused));
	}

	/**
	 * End the thread. The row stays as it is.
	 */
	@Override
	public void close() {
		this.closed.countDown();
	}

	/**
	 * A task that shows whether an event loop still runs tasks.
	 */
	private static final class Probe implements Runnable {

		private final Executor loop;

		private long asked;

		private volatile boolean answered = true;

		Probe(Executor loop) {
			this.loop = loop;
		}

		@Override
		public void run() {
			this.answered = true;
		}

		long lag(long now, long paused) {
			if (!this.answered) {
				this.asked += paused;
				return now - this.asked;
			}
			this.asked = now;
			this.answered = false;
			try {
				this.loop.execute(this);
			}
			catch (RejectedExecutionException ex) {
				// A loop that was shut down has nothing left to do, and can't be late
				this.answered = true;
			}
			return 0;
		}

	}

}
