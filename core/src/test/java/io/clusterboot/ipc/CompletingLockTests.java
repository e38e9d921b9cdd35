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

package io.clusterboot.ipc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CompletingLock}.
 */
class CompletingLockTests {

	private final CompletingLock lock = new CompletingLock();

	private final List<String> order = new ArrayList<>();

	@Test
	void completesWhenTheLockIsGivenUp() {
		CompletableFuture<Void> good = new CompletableFuture<>();
		CompletableFuture<Void> bad = new CompletableFuture<>();
		this.lock.lock();
		this.lock.decide(good, null);
		this.lock.decide(bad, new ChannelException("on purpose", null));
		assertThat(good).isNotDone();
		this.lock.unlock();
		assertThat(good).isCompletedWithValue(null);
		assertThat(bad).isCompletedExceptionally();
	}

	@Test
	void firstDecisionCounts() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.lock.lock();
		this.lock.decide(future, null);
		this.lock.decide(future, new ChannelException("too late", null));
		this.lock.unlock();
		assertThat(future).isCompletedWithValue(null);
	}

	@Test
	void whatIsDecidedMeanwhileComesAfterTheRest() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		CompletableFuture<Void> third = new CompletableFuture<>();
		first.thenRun(() -> {
			this.lock.lock();
			this.lock.decide(third, null);
			this.lock.unlock();
			this.order.add("first");
		});
		second.thenRun(() -> this.order.add("second"));
		third.thenRun(() -> this.order.add("third"));
		this.lock.lock();
		this.lock.decide(first, null);
		this.lock.decide(second, null);
		this.lock.completeNow();
		assertThat(this.order).containsExactly("first", "second", "third");
		this.lock.unlock();
	}

}
