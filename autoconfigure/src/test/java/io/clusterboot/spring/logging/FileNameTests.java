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

package io.clusterboot.spring.logging;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileName}.
 */
class FileNameTests {

	@ParameterizedTest
	@CsvSource({ "app.log, app-worker-0.log", "/var/log/my.app.log, /var/log/my.app-worker-0.log",
			"logs.d/app, logs.d/app-worker-0", ".hidden, .hidden-worker-0",
			"app.log.%d{yyyy-MM-dd}.%i.gz, app.log-worker-0.%d{yyyy-MM-dd}.%i.gz",
			"'old/%d{yyyy/MM, aux}/app-%d{dd.MM}.%i.zip', 'old/%d{yyyy/MM, aux}/app-worker-0-%d{dd.MM}.%i.zip'",
			"old/%d{yyyy-MM-dd}.%i.log, old/worker-0-%d{yyyy-MM-dd}.%i.log",
			"$${date:yyyy-MM}/app-%d{dd}-%i.log.gz, $${date:yyyy-MM}/app-worker-0-%d{dd}-%i.log.gz",
			"access.yyyy_mm_dd.log, access.yyyy_mm_dd-worker-0.log" })
	void suffixIsBeforeTheExtensionOrWhatRotates(String name, String expected) {
		assertThat(new FileName(name).with("-worker-0")).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "app.log, app.log", "%d.log, %d.log" })
	void noSuffixChangesNothing(String name, String expected) {
		assertThat(new FileName(name).with("")).isEqualTo(expected);
	}

}
