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

package io.clusterboot.spring.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerQuarantine}.
 */
class WorkerQuarantineTests {

	private final WorkerQuarantine quarantine = new WorkerQuarantine();

	private final List<Boolean> seen = new ArrayList<>();

	@Test
	void observerSeesEachChangeOnce() {
		this.quarantine.observe(this.seen::add);
		this.quarantine.set(false);
		this.quarantine.set(true);
		this.quarantine.set(true);
		this.quarantine.set(false);
		assertThat(this.seen).containsExactly(true, false);
	}

	@Test
	void changeIsOverWhenAllObserversAre() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.quarantine.observeAsync((begins) -> slow);
		this.quarantine.observe(this.seen::add);
		CompletableFuture<Void> done = this.quarantine.set(true);
		assertThat(this.seen).containsExactly(true);
		assertThat(done).isNotDone();
		slow.complete(null);
		assertThat(done).isCompleted();
	}

	@Test
	void lateObserverLearnsThatItHasBegun() {
		this.quarantine.set(true);
		this.quarantine.observe(this.seen::add);
		assertThat(this.seen).containsExactly(true);
	}

}
