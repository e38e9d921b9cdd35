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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a worker reports of pools that do as they are told. Times are in milliseconds.
 */
class ThreadPoolWatchTests {

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final ThreadPoolWatch watch = new ThreadPoolWatch(this.row);

	private final FakePool pool = new FakePool();

	ThreadPoolWatchTests() {
		this.watch.watch(this.pool);
	}

	@Test
	void poolWithFreeThreadsGetsNoTask() {
		beat(0);
		beat(5000);
		assertThat(this.pool.tasks).isEmpty();
		assertThat(this.row.threadPool()).isEqualTo(ThreadPoolLoad.NONE);
	}

	@Test
	void poolWithoutAFreeThreadIsExhaustedAfterAWhile() {
		this.pool.exhausted = true;
		beat(100);
		beat(1000);
		assertThat(this.row.threadPool()).isEqualTo(ThreadPoolLoad.NONE);
		beat(1100);
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(1000, 1000));
		beat(31_100);
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(31_000, 31_000));
		assertThat(this.pool.tasks).hasSize(1);
		this.pool.exhausted = false;
		this.pool.run();
		beat(31_200);
		assertThat(this.row.threadPool()).isEqualTo(ThreadPoolLoad.NONE);
	}

	@Test
	void busyPoolThatMakesProgressIsExhaustedAndItsRequestsWaitForAShortTime() {
		this.pool.exhausted = true;
		for (long now = 0; now <= 20_000; now += 500) {
			beat(now);
			if (now % 2000 == 1500) {
				this.pool.run();
			}
		}
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(20_000, 0));
	}

	@Test
	void poolWithAFullQueueIsExhaustedToo() {
		this.pool.exhausted = true;
		this.pool.full = true;
		beat(0);
		beat(2000);
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(2000, 2000));
		this.pool.full = false;
		beat(3000);
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(3000, 3000));
		this.pool.run();
		beat(4000);
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(4000, 0));
		this.pool.exhausted = false;
		this.pool.run();
		beat(5000);
		assertThat(this.row.threadPool()).isEqualTo(ThreadPoolLoad.NONE);
	}

	@Test
	void timeInWhichTheProcessStoodStillDoesNotCount() {
		this.pool.exhausted = true;
		beat(0);
		this.watch.beaten(Duration.ofMillis(60_000).toNanos(), Duration.ofMillis(59_900).toNanos());
		assertThat(this.row.threadPool()).isEqualTo(ThreadPoolLoad.NONE);
		beat(62_000);
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(2100, 2100));
	}

	@Test
	void worstPoolCounts() {
		FakePool other = new FakePool();
		this.watch.watch(other);
		other.exhausted = true;
		beat(0);
		beat(1500);
		assertThat(this.row.threadPool()).isEqualTo(new ThreadPoolLoad(1500, 1500));
	}

	private void beat(long millis) {
		this.watch.beaten(Duration.ofMillis(millis).toNanos(), 0);
	}

	private static final class FakePool implements RequestThreads {

		private final Deque<Runnable> tasks = new ArrayDeque<>();

		private boolean exhausted;

		private boolean full;

		@Override
		public boolean isExhausted() {
			return this.exhausted;
		}

		@Override
		public void execute(Runnable task) {
			if (this.full) {
				throw new RejectedExecutionException("full");
			}
			this.tasks.add(task);
		}

		void run() {
			while (!this.tasks.isEmpty()) {
				this.tasks.poll().run();
			}
		}

	}

}
