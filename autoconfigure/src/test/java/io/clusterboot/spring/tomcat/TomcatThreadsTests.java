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

package io.clusterboot.spring.tomcat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * When the executors that a connector may have are exhausted.
 */
@Timeout(60)
class TomcatThreadsTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final CountDownLatch release = new CountDownLatch(1);

	private final Http11NioProtocol protocol = new Http11NioProtocol();

	private final TomcatThreads threads = new TomcatThreads(this.protocol);

	@AfterEach
	void end() {
		this.release.countDown();
	}

	@Test
	void connectorThatHasNotStartedIsNotExhausted() {
		assertThat(this.threads.isExhausted()).isFalse();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.threads.execute(() -> {
		}));
	}

	@Test
	void poolOfTomcatIsExhaustedWhenRequestsWait() {
		TaskQueue queue = new TaskQueue();
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 2, 60, TimeUnit.SECONDS, queue,
				Executors.defaultThreadFactory());
		queue.setParent(pool);
		try {
			assertExhaustedWhenRequestsWait(pool);
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void poolOfTheJdkIsExhaustedWhenRequestsWait() {
		java.util.concurrent.ThreadPoolExecutor pool = new java.util.concurrent.ThreadPoolExecutor(2, 2, 60,
				TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		try {
			assertExhaustedWhenRequestsWait(pool);
		}
		finally {
			pool.shutdownNow();
		}
	}

	private void assertExhaustedWhenRequestsWait(Executor pool) {
		this.protocol.setExecutor(pool);
		assertThat(this.threads.isExhausted()).isFalse();
		CountDownLatch busy = new CountDownLatch(2);
		for (int i = 0; i < 2; i++) {
			this.threads.execute(() -> {
				busy.countDown();
				awaitQuietly(this.release);
			});
		}
		awaitQuietly(busy);
		assertThat(this.threads.isExhausted()).as("all are busy, nothing waits").isFalse();
		CountDownLatch done = new CountDownLatch(1);
		this.threads.execute(done::countDown);
		assertThat(this.threads.isExhausted()).isTrue();
		this.release.countDown();
		awaitQuietly(done);
		await().atMost(DEADLINE).until(() -> !this.threads.isExhausted());
	}

	@Test
	void executorWithoutABoundIsNeverExhausted() {
		this.protocol.setExecutor((task) -> {
		});
		this.threads.execute(() -> {
		});
		assertThat(this.threads.isExhausted()).isFalse();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
