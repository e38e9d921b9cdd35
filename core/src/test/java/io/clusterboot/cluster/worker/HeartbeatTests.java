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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real heartbeat that asks loops, seen in its row.
 */
@Timeout(300)
class HeartbeatTests {

	private static final Duration INTERVAL = Duration.ofMillis(5);

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final List<Heartbeat> started = new ArrayList<>();

	@AfterEach
	void close() {
		this.started.forEach(Heartbeat::close);
	}

	@Test
	void beatsWithoutLoops() {
		start(List.of());
		await(() -> this.row.read().heartbeat() > 10);
		assertThat(this.row.read().loopLagMillis()).isZero();
	}

	@Test
	void threadIsADaemonAndEndsWhenClosed() {
		Set<Thread> others = Thread.getAllStackTraces().keySet();
		Heartbeat heartbeat = start(List.of());
		Thread thread = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((candidate) -> candidate.getName().equals("cluster-heartbeat") && !others.contains(candidate))
			.findFirst()
			.orElseThrow();
		assertThat(thread.isDaemon()).isTrue();
		heartbeat.close();
		await(() -> !thread.isAlive());
	}

	@Test
	void blockedLoopLagsUntilItAnswers() throws Exception {
		ExecutorService loop = Executors.newSingleThreadExecutor();
		CountDownLatch block = new CountDownLatch(1);
		try {
			start(List.of(Runnable::run, loop));
			await(() -> this.row.read().heartbeat() > 10);
			loop.execute(() -> awaitQuietly(block));
			await(() -> this.row.read().loopLagMillis() > 50);
			long heartbeat = this.row.read().heartbeat();
			await(() -> this.row.read().heartbeat() > heartbeat + 2);
			block.countDown();
			await(() -> this.row.read().loopLagMillis() == 0);
		}
		finally {
			block.countDown();
			loop.shutdown();
		}
	}

	@Test
	void loopThatOwesAnAnswerIsNotAskedAgain() {
		Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
		start(List.of(queue::add));
		await(() -> this.row.read().heartbeat() > 10);
		assertThat(queue).hasSize(1);
		queue.element().run();
		await(() -> queue.size() == 2);
	}

	@Test
	void loopThatWasShutDownIsNotLate() {
		Executor gone = (task) -> {
			throw new RejectedExecutionException("shut down");
		};
		start(List.of(gone));
		await(() -> this.row.read().heartbeat() > 10);
		assertThat(this.row.read().loopLagMillis()).isZero();
	}

	@Test
	void loopThatComesLaterIsAskedToo() {
		List<Executor> loops = new CopyOnWriteArrayList<>();
		CountDownLatch asked = new CountDownLatch(1);
		start(loops);
		await(() -> this.row.read().heartbeat() > 2);
		loops.add((task) -> asked.countDown());
		await(() -> asked.getCount() == 0);
		await(() -> this.row.read().loopLagMillis() > 20);
	}

	private Heartbeat start(List<Executor> loops) {
		Heartbeat heartbeat = Heartbeat.start(this.row, INTERVAL, loops);
		this.started.add(heartbeat);
		return heartbeat;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(1)).until(condition);
	}

}
