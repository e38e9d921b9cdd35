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

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThisJvm}.
 */
class ThisJvmTests {

	private static final String OPEN_JDK = "OpenJDK 64-Bit Server VM";

	private static final String ORACLE = "Java HotSpot(TM) 64-Bit Server VM";

	@ParameterizedTest
	@CsvSource({ OPEN_JDK + ", 17.0.15, true", OPEN_JDK + ", 17.0.8, false", OPEN_JDK + ", 21, false",
			OPEN_JDK + ", 21.0.2, true", OPEN_JDK + ", 18.0.2, false", OPEN_JDK + ", 22, true",
			OPEN_JDK + ", 25.0.3, true", ORACLE + ", 17.0.15, false", ORACLE + ", 25, true",
			"Eclipse OpenJ9 VM, 25, false" })
	void trimsTheNativeHeapSinceAnUpdate(String name, String version, boolean expected) {
		assertThat(new ThisJvm(name, Runtime.Version.parse(version), Path.of("")).trimsNativeHeap())
			.isEqualTo(expected);
	}

	@Test
	void isThatOfTheTests() {
		assertThat(ThisJvm.get().home()).hasToString(System.getProperty("java.home"));
		assertThat(ThisJvm.get().feature()).isEqualTo(Runtime.version().feature());
	}

}
