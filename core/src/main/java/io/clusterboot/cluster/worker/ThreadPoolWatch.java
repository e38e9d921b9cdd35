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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;

/**
 * Reports, in the row of this worker, whether its threads for requests are exhausted. A
 * pool whose threads are all busy gets a task, behind the requests that wait already. As
 * long as no thread has taken it, none was free for them either; a pool that is only busy
 * runs it soon. A pool with free threads gets no task, and so sleeps as it would without
 * a watch.
 * <p>
 * A pool whose queue is full rejects the task. That counts as waiting.
 */
public final class ThreadPoolWatch implements HeartbeatObserver {

	/**
	 * How long a pool has to be exhausted before that is reported. Shorter times are
	 * normal under load.
	 */
	static final Duration RAISE_DELAY = Duration.ofSeconds(1);

	private final ScoreboardRow row;

	private final List<Pool> pools = new CopyOnWriteArrayList<>();

	/**
	 * Create a watch of no threads.
	 * @param row the row it reports in
	 */
	public ThreadPoolWatch(ScoreboardRow row) {
		this.row = row;
	}

	/**
	 * Watch threads, too. The pool that is the worst off counts.
	 * @param threads the threads of a server
	 */
	public void watch(RequestThreads threads) {
		this.pools.add(new Pool(threads));
	}

	@Override
	public void beaten(long now, long pausedNanos) {
		if (this.pools.isEmpty()) {
			return;
		}
		long exhausted = 0;
		long wait = 0;
		for (Pool pool : this.pools) {
			pool.look(now, pausedNanos);
			exhausted = Math.max(exhausted, pool.exhaustedNanos(now));
			wait = Math.max(wait, pool.waitNanos(now));
		}
		this.row.threadPool((exhausted < RAISE_DELAY.toNanos()) ? ThreadPoolLoad.NONE
				: new ThreadPoolLoad(TimeUnit.NANOSECONDS.toMillis(exhausted), TimeUnit.NANOSECONDS.toMillis(wait)));
	}

	/**
	 * One pool. Used by the thread of the heartbeat, but for the task that the pool runs.
	 */
	private static final class Pool implements Runnable {

		private final RequestThreads threads;

		private volatile boolean answered = true;

		private boolean exhausted;

		private long exhaustedSince;

		private boolean rejected;

		private long waitingSince;

		Pool(RequestThreads threads) {
			this.threads = threads;
		}

		@Override
		public void run() {
			this.answered = true;
		}

		void look(long now, long paused) {
			// A time in which this whole process stood still does not count
			this.exhaustedSince += paused;
			this.waitingSince += paused;
			if (!this.answered) {
				return;
			}
			if (!this.threads.isExhausted()) {
				this.exhausted = false;
				this.rejected = false;
				return;
			}
			if (!this.exhausted) {
				this.exhausted = true;
				this.exhaustedSince = now;
			}
			ask(now);
		}

		private void ask(long now) {
			if (!this.rejected) {
				this.waitingSince = now;
			}
			this.answered = false;
			try {
				this.threads.execute(this);
				this.rejected = false;
			}
			catch (RejectedExecutionException ex) {
				this.answered = true;
				this.rejected = true;
			}
		}

		long exhaustedNanos(long now) {
			return this.exhausted ? now - this.exhaustedSince : 0;
		}

		long waitNanos(long now) {
			return (!this.answered || this.rejected) ? now - this.waitingSince : 0;
		}

	}

}
