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

import java.util.OptionalLong;

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
		Machine machine = new Machine(8, OptionalLong.of(16 * GIB), 4 * GIB);
		assertThat(WorkerCount.parse(value).resolve(machine, OptionalLong.empty())).isEqualTo(expected);
	}

	@Test
	void unsetOrBlankIsStandalone() {
		assertThat(WorkerCount.parse(null).isStandalone()).isTrue();
		assertThat(WorkerCount.parse(" ").isStandalone()).isTrue();
		assertThat(WorkerCount.parse("0").isStandalone()).isTrue();
		assertThat(WorkerCount.parse("auto").isStandalone()).isFalse();
	}

	@Test
	void autoIsTheNumberThatSuitsTheMachine() {
		WorkerCount auto = WorkerCount.parse("auto");
		Machine small = new Machine(8, OptionalLong.of(GIB), GIB / 4);
		assertThat(auto.resolve(small, OptionalLong.empty())).isEqualTo(2);
		assertThat(auto.resolve(small, OptionalLong.of(GIB / 2))).isEqualTo(1);
		assertThat(auto.resolve(new Machine(2000, OptionalLong.empty(), 1024 * GIB), OptionalLong.empty()))
			.isEqualTo(1024);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "many", "100000", "1025", "1.5", "99999999999" })
	void anythingElseIsRefusedWithKeyValueAndExpectation(String value) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> WorkerCount.parse(value))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo("cluster.workers");
				assertThat(failure.getValue()).isEqualTo(value);
				assertThat(failure.getReason()).isEqualTo("Expected auto, or a number from 0 (standalone) to 1024.");
			});
	}

}
