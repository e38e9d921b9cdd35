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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WorkerCount}.
 */
class WorkerCountTests {

	private static final long GIB = 1024L * 1024 * 1024;

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "' 4 ', 4", "1024, 1024", "auto, 8", "AUTO, 8" })
	void numberOrAuto(String value, int expected) {
		assertThat(WorkerCount.resolve(value, 8, 4 * GIB)).isEqualTo(expected);
	}

	@Test
	void unsetOrBlankIsStandalone() {
		assertThat(WorkerCount.resolve(null, 8, GIB)).isZero();
		assertThat(WorkerCount.resolve(" ", 8, GIB)).isZero();
	}

	@Test
	void autoIsBoundedByMemoryAndNeverBelowOne() {
		assertThat(WorkerCount.resolve("auto", 64, GIB)).isEqualTo(8);
		assertThat(WorkerCount.resolve("auto", 2, 1024)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "many", "100000", "1025", "1.5", "99999999999" })
	void anythingElseIsRefusedWithKeyValueAndExpectation(String value) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> WorkerCount.resolve(value, 2, GIB))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo("cluster.workers");
				assertThat(failure.getValue()).isEqualTo(value);
				assertThat(failure.getReason()).isEqualTo("Expected auto, or a number from 0 (standalone) to 1024.");
			});
	}

}
