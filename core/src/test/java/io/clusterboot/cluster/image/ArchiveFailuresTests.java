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

package io.clusterboot.cluster.image;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ArchiveFailures}.
 */
class ArchiveFailuresTests {

	private static final ClassArchive ARCHIVE = new ClassArchive(Path.of("/cache"), "1");

	private final ArchiveFailures failures = new ArchiveFailures();

	@Test
	void pauseDoublesUntilItIsLong() {
		assertThat(hasAfter(Duration.ZERO)).isFalse();
		for (int hours : new int[] { 1, 2, 4, 8, 16, 32, 32, 32 }) {
			this.failures.notMade(ARCHIVE, 0);
			assertThat(hasAfter(Duration.ofHours(hours).minusNanos(1))).isTrue();
			assertThat(hasAfter(Duration.ofHours(hours))).isFalse();
		}
	}

	@Test
	void rollTriesAgainWhatCouldNotBeMade() {
		this.failures.notMade(ARCHIVE, 0);
		this.failures.forgive();
		assertThat(hasAfter(Duration.ZERO)).isFalse();
		this.failures.notMade(ARCHIVE, 0);
		assertThat(hasAfter(ArchiveFailures.FIRST_PAUSE)).as("the pause begins anew").isFalse();
	}

	@Test
	void archiveThatIsNotUsedIsNeverTriedAgain() {
		assertThat(this.failures.isUsed(ARCHIVE)).isTrue();
		this.failures.notUsed(ARCHIVE);
		this.failures.forgive();
		assertThat(hasAfter(Duration.ofDays(100))).isTrue();
		assertThat(this.failures.isUsed(ARCHIVE)).isFalse();
		assertThat(this.failures.has(new ClassArchive(Path.of("/cache"), "2"), 0)).isFalse();
	}

	private boolean hasAfter(Duration time) {
		return this.failures.has(ARCHIVE, time.toNanos());
	}

}
