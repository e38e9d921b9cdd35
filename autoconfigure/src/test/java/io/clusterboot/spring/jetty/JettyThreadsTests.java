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

package io.clusterboot.spring.jetty;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When the threads of a Jetty are exhausted.
 */
@Timeout(60)
class JettyThreadsTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final QueuedThreadPool pool = new QueuedThreadPool(2, 1);

	private final JettyThreads threads = new JettyThreads(this.pool);

	@BeforeEach
	void start() throws Exception {
		this.pool.setReservedThreads(0);
		this.pool.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.release.countDown();
		this.pool.stop();
	}

	@Test
	void poolIsExhaustedWhenRequestsWait() throws InterruptedException {
		assertThat(this.threads.isExhausted()).isFalse();
		CountDownLatch busy = new CountDownLatch(2);
		for (int i = 0; i < 2; i++) {
			this.threads.execute(() -> {
				busy.countDown();
				awaitQuietly(this.release);
			});
		}
		busy.await();
		assertThat(this.threads.isExhausted()).as("all are busy, nothing waits").isFalse();
		CountDownLatch done = new CountDownLatch(1);
		this.threads.execute(done::countDown);
		assertThat(this.threads.isExhausted()).isTrue();
		this.release.countDown();
		done.await();
		await().atMost(Duration.ofSeconds(30)).until(() -> !this.threads.isExhausted());
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
