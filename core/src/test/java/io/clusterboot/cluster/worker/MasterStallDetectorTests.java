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
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A detector that sees a master's row; time is moved by hand.
 */
class MasterStallDetectorTests {

	private final ScoreboardRow master = ScoreboardRow.unshared();

	private final MasterStallDetector detector = new MasterStallDetector(this.master);

	private final AtomicInteger changes = new AtomicInteger();

	private long now;

	@Test
	void masterThatHasNeverBeatenIsNotStalled() {
		pass(10_000, 0);
		assertThat(this.detector.isStalled()).isFalse();
	}

	@Test
	void stalledUntilItsNextBeat() {
		this.detector.watch(this.changes::incrementAndGet);
		this.master.beat();
		pass(100, 0);
		pass(500, 0);
		assertThat(this.detector.isStalled()).isFalse();
		pass(100, 0);
		assertThat(this.detector.isStalled()).isTrue();
		pass(100, 0);
		assertThat(this.changes).hasValue(1);
		this.master.beat();
		pass(100, 0);
		assertThat(this.detector.isStalled()).isFalse();
		assertThat(this.changes).hasValue(2);
	}

	@Test
	void timeInWhichThisWorkerStoodStillDoesNotCount() {
		this.master.beat();
		pass(100, 0);
		pass(5_000, 4_900);
		assertThat(this.detector.isStalled()).isFalse();
	}

	private void pass(long millis, long pausedMillis) {
		this.now += Duration.ofMillis(millis).toNanos();
		this.detector.beaten(this.now, Duration.ofMillis(pausedMillis).toNanos());
	}

}
