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

package io.clusterboot.spring.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MasterMemory}.
 */
class MasterMemoryTests {

	private static final ClusterEvent SERVING = new ClusterEvent.Serving(List.of(), 1, 1, Duration.ZERO);

	private static final ClusterEvent READY = new ClusterEvent.Ready(
			new WorkerInfo(1, 0, 4711, 0, WorkerState.READY, true, Optional.empty(), Instant.EPOCH), Duration.ZERO);

	private final BlockingQueue<String> steps = new LinkedBlockingQueue<>();

	private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

	private final MasterMemory memory = memory(Duration.ZERO);

	private MasterMemory memory(Duration quiet) {
		return new MasterMemory(quiet, List.of(() -> this.steps.add("collect"), () -> {
			this.threads.add(Thread.currentThread());
			this.steps.add("trim");
		}));
	}

	@AfterEach
	void close() {
		this.memory.close();
	}

	@Test
	void memoryIsReleasedStepByStepOnADaemonThatEnds() throws Exception {
		this.memory.onEvent(SERVING);
		assertThat(nextSteps()).containsExactly("collect", "trim");
		Thread thread = this.threads.remove();
		assertThat(thread.isDaemon()).isTrue();
		thread.join(TimeUnit.SECONDS.toMillis(30));
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void memoryIsReleasedAgainAfterAWorkerCame() throws Exception {
		this.memory.onEvent(SERVING);
		assertThat(nextSteps()).containsExactly("collect", "trim");
		this.memory.onEvent(READY);
		assertThat(nextSteps()).containsExactly("collect", "trim");
	}

	@Test
	void workerThatComesBetweenTwoStepsStartsOver() throws Exception {
		CountDownLatch collecting = new CountDownLatch(1);
		CountDownLatch collected = new CountDownLatch(1);
		MasterMemory interrupted = new MasterMemory(Duration.ZERO, List.of(() -> {
			this.steps.add("collect");
			collecting.countDown();
			awaitLatch(collected);
		}, () -> this.steps.add("trim")));
		interrupted.onEvent(SERVING);
		awaitLatch(collecting);
		interrupted.onEvent(READY);
		collected.countDown();
		assertThat(nextSteps()).containsExactly("collect", "collect");
		assertThat(this.steps.poll(30, TimeUnit.SECONDS)).isEqualTo("trim");
	}

	@Test
	void clusterThatDoesNotServeKeepsItsMemory() {
		this.memory.onEvent(READY);
		assertThat(this.memory.isWaiting()).isFalse();
	}

	@Test
	void memoryIsKeptWhileWorkersComeAndWhenTheClusterEnds() {
		MasterMemory patient = memory(Duration.ofDays(1));
		patient.onEvent(SERVING);
		patient.onEvent(READY);
		assertThat(patient.isWaiting()).isTrue();
		patient.close();
		await().atMost(Duration.ofSeconds(30)).until(() -> !patient.isWaiting());
		patient.onEvent(READY);
		assertThat(patient.isWaiting()).isFalse();
		assertThat(this.steps).isEmpty();
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<String> nextSteps() throws InterruptedException {
		List<String> next = new ArrayList<>();
		for (int step = 0; step < 2; step++) {
			next.add(this.steps.poll(30, TimeUnit.SECONDS));
		}
		return next;
	}

}
