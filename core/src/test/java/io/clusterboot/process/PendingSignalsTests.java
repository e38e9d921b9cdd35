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

package io.clusterboot.process;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PendingSignals}.
 */
class PendingSignalsTests {

	private final PendingSignals signals = new PendingSignals();

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	@Test
	void withoutASignalItIsDoneAtOnce() {
		this.signals.begin();
		this.signals.end();
		this.signals.whenNone(() -> this.done.complete(null));
		assertThat(this.done).isCompleted();
	}

	@Test
	void lastSignalIsWaitedFor() {
		this.signals.begin();
		this.signals.begin();
		this.signals.whenNone(() -> this.done.complete(null));
		this.signals.end();
		assertThat(this.done).isNotDone();
		this.signals.end();
		assertThat(Children.await(this.done)).isNull();
	}

}
