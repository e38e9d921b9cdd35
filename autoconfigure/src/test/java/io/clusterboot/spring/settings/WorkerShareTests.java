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

package io.clusterboot.spring.settings;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerShare}.
 */
class WorkerShareTests {

	@ParameterizedTest
	@CsvSource({ "10, 1, 10", "10, 2, 10", "10, 3, 10", "11, 4, 11", "4, 4, 4", "3, 4, 4", "1, 8, 8" })
	void partsAddUpUnlessThereIsLessThanOneForEach(int total, int workers, int expected) {
		assertThat(IntStream.range(0, workers).map((slot) -> new WorkerShare(slot, workers).of(total)).sum())
			.isEqualTo(expected);
	}

	@Test
	void firstSlotsHaveWhatIsLeft() {
		assertThat(IntStream.range(0, 3).map((slot) -> new WorkerShare(slot, 3).of(11))).containsExactly(4, 4, 3);
	}

	@Test
	void workerOfASlotThatTheClusterNoLongerHasGetsAPartToo() {
		assertThat(new WorkerShare(5, 2).of(11)).isEqualTo(5);
	}

}
