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

import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuntimeReport}.
 */
class RuntimeReportTests {

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final RuntimeReport report = new RuntimeReport(this.row, 0);

	@Test
	void heapIsReportedWithTheFirstBeat() {
		this.report.beaten(0, 0);
		ScoreboardEntry entry = this.row.read();
		assertThat(entry.heapUsed()).isPositive();
		assertThat(entry.heapMax()).isEqualTo(Runtime.getRuntime().maxMemory());
	}

	@Test
	void reportIsWrittenOnceASecond() {
		this.report.beaten(0, 0);
		this.row.heap(1, 1);
		this.report.beaten(Duration.ofMillis(900).toNanos(), 0);
		assertThat(this.row.read().heapMax()).isEqualTo(1);
		this.report.beaten(Duration.ofMillis(1000).toNanos(), 0);
		assertThat(this.row.read().heapMax()).isGreaterThan(1);
	}

	@Test
	void collectorIsAskedAfterTheStart() {
		this.row.collectionTime(-1);
		this.report.beaten(0, 0);
		assertThat(this.row.read().collectionMillis()).isEqualTo(-1);
		this.report.beaten(Duration.ofSeconds(5).toNanos(), 0);
		assertThat(this.row.read().collectionMillis()).isNotNegative();
	}

}
