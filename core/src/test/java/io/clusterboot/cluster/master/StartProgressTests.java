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

package io.clusterboot.cluster.master;

import java.time.Duration;

import io.clusterboot.cluster.WorkerState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartProgress}.
 */
class StartProgressTests {

	private static final Duration QUARTER = Duration.ofSeconds(10);

	private final StartProgress progress = new StartProgress(Duration.ofSeconds(40));

	@Test
	void idleWorkerGetsNoMoreTime() {
		assertThat(this.progress.extend(Duration.ofMillis(1199), WorkerState.ONLINE)).isEmpty();
	}

	@Test
	void busyWorkerGetsAQuarterAtATimeUpToThreeTimesTheTimeout() {
		for (int quarter = 4; quarter < 12; quarter++) {
			assertThat(this.progress.extend(Duration.ofSeconds(quarter), WorkerState.ONLINE)).contains(QUARTER);
		}
		assertThat(this.progress.extend(Duration.ofSeconds(13), WorkerState.ONLINE)).isEmpty();
		assertThat(this.progress.passed()).isEqualTo(Duration.ofSeconds(120));
	}

	@Test
	void workerThatServesRequestsInsteadOfGettingReadyGetsNoMoreTime() {
		assertThat(this.progress.extend(Duration.ofSeconds(20), WorkerState.ONLINE)).contains(QUARTER);
		assertThat(this.progress.extend(Duration.ofSeconds(25), WorkerState.LISTENING)).contains(QUARTER);
		assertThat(this.progress.extend(Duration.ofSeconds(30), WorkerState.LISTENING)).isEmpty();
		assertThat(this.progress.passed()).isEqualTo(Duration.ofSeconds(60));
	}

}
