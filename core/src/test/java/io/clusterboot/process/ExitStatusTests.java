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

package io.clusterboot.process;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ExitStatus}.
 */
class ExitStatusTests {

	@ParameterizedTest
	@CsvSource({ "0, exit code 0", "1, exit code 1", "127, exit code 127", "128, exit code 128", "255, exit code 255",
			"129, signal SIGHUP (exit code 129)", "130, signal SIGINT (exit code 130)",
			"134, signal SIGABRT (exit code 134)", "137, signal SIGKILL (exit code 137)",
			"143, signal SIGTERM (exit code 143)", "144, exit code 144", "192, exit code 192" })
	void readsAsWhatEndedTheProcess(int code, String text) {
		ExitStatus status = new ExitStatus(code);
		assertThat(status).hasToString(text);
		assertThat(status.isSuccess()).isEqualTo(code == 0);
		status.signal().ifPresent((signal) -> assertThat(ExitStatus.of(signal)).isEqualTo(status));
		assertThat(status.signal().isPresent()).isEqualTo(text.startsWith("signal"));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 256 })
	void codeIsAByte(int code) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ExitStatus(code))
			.withMessage("exit code: " + code + " (expected: 0..255)");
	}

	@Test
	void signalAndCodeAgree() {
		assertThat(ExitStatus.of(Signal.SIGKILL)).isEqualTo(new ExitStatus(137));
	}

}
