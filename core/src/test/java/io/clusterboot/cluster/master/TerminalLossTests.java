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
package io.clusterboot.cluster.master;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TerminalLoss}.
 */
class TerminalLossTests {

	private boolean present = true;

	private long now = Long.MAX_VALUE - 1;

	@Test
	void signalIsNotTheTerminalsWhileTheTerminalIsThere() {
		TerminalLoss terminal = terminal();
		assertThat(terminal.isTerminalPresent()).isTrue();
		assertThat(terminal.explainsHangUp()).isFalse();
	}

	@Test
	void lossThatIsSeenFirstWhenTheSignalArrives() {
		TerminalLoss terminal = terminal();
		this.present = false;
		assertThat(terminal.explainsHangUp()).isTrue();
	}

	@Test
	void signalShortlyAfterTheLossIsTheTerminals() {
		TerminalLoss terminal = terminal();
		this.present = false;
		assertThat(terminal.isTerminalPresent()).isFalse();
		this.now += TerminalLoss.HANG_UP_TIME.toNanos() - 1;
		assertThat(terminal.explainsHangUp()).isTrue();
		this.now++;
		assertThat(terminal.explainsHangUp()).isFalse();
	}

	@Test
	void processThatNeverHadATerminalLosesNone() {
		this.present = false;
		TerminalLoss terminal = terminal();
		assertThat(terminal.isTerminalPresent()).isFalse();
		assertThat(terminal.explainsHangUp()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "1 (java) S 2 3 4 34816 5 6, true", "1 (java) S 2 3 4 0 5 6, false",
			"1 (a) S 1 1 1 1) S 2 3 4 0 -1 6, false", "1 (java) S 2, false", "\"\", false" })
	void statusOfTheKernel(String status, boolean expected) {
		assertThat(TerminalLoss.hasTerminal(status)).isEqualTo(expected);
	}

	private TerminalLoss terminal() {
		return TerminalLoss.of(() -> this.present, () -> this.now);
	}

}
