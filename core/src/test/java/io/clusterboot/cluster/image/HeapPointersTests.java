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

import java.util.List;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeapPointers}, with values that were compared with those of JVMs.
 */
class HeapPointersTests {

	private static final long GIBI = 1024L * 1024 * 1024;

	private static final LongSupplier NEVER_ASKED = () -> {
		throw new AssertionError("The memory was asked for");
	};

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx32g", "-Xmx40G", "-Xmx32768m", "-Xmx1t", "-Xmx34359738368", "-XX:MaxHeapSize=40g",
			"-Xmx1g -Xmx64g" })
	void largeHeapHasWidePointers(String options) {
		assertThat(HeapPointers.areWide(List.of(options.split(" ")), NEVER_ASKED)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx31g", "-Xmx512m", "-Xmx1024k", "-Xmx", "-Xmx4294967296", "-Xmx64g -Xmx1g",
			"-XX:MaxRAMPercentage=90 -Xmx8g" })
	void smallHeapHasNarrowPointers(String options) {
		assertThat(HeapPointers.areWide(List.of(options.split(" ")), NEVER_ASKED)).isFalse();
	}

	@Test
	void defaultHeapIsKeptBelowTheLimit() {
		assertThat(HeapPointers.areWide(List.of("-XX:+UseG1GC"), NEVER_ASKED)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "-XX:MaxRAMPercentage=50, 64, true", "-XX:MaxRAMPercentage=50, 60, false",
			"-XX:MaxRAMPercentage=6.25, 512, true", "-XX:InitialRAMPercentage=1, 128, true",
			"-XX:InitialRAMPercentage=1, 120, false", "-XX:MaxRAMFraction=2, 64, true",
			"-XX:MaxRAMFraction=4, 64, false", "-XX:MaxRAM=200g, 8, true", "-XX:MaxRAM=100g, 512, false",
			"-XX:MaxRAMPercentage=x, 64, false", "-XX:MaxRAMPercentage=90, 0, false" })
	void shareOfTheMemoryIsNot(String option, long gigabytes, boolean wide) {
		assertThat(HeapPointers.areWide(List.of(option), () -> gigabytes * GIBI)).isEqualTo(wide);
	}

	@Test
	void memoryOfThisProcessIsKnown() {
		assertThat(HeapPointers.memory()).isGreaterThan(Runtime.getRuntime().maxMemory() / 4);
	}

}
