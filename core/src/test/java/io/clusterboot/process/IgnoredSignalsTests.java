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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IgnoredSignals}, in a JVM that ignores signals from the start, as
 * under {@code nohup} or in the background job of a script.
 */
@Timeout(300)
class IgnoredSignalsTests {

	/**
	 * The bits of signals 1 to 31. The C library has 32 and 33 for itself.
	 */
	private static final long STANDARD_SIGNALS = 0x7fff_ffff;

	@RegisterExtension
	private final Children children = new Children();

	@Test
	void childOfAProcessThatIgnoresSignalsDoesNot() {
		assertThat(ignoredBy("sigign")).isZero();
	}

	@Test
	void childIgnoresWhatItIsAskedTo() {
		assertThat(ignoredBy("sigign", "HUP")).isEqualTo(1);
	}

	private long ignoredBy(String... probe) {
		List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' HUP INT QUIT; exec \"$@\"", "sh"));
		command.addAll(Children.probe(probe));
		return STANDARD_SIGNALS
				& Long.parseUnsignedLong(this.children.linesOf(command, SpawnOptions.defaults()).get(0), 16);
	}

	@Test
	void maskIsRead() {
		assertThat(IgnoredSignals.parse("Name:\tx\nSigIgn:\t0000000000000007\nSigCgt:\t0000000000004000\n"))
			.containsExactly(Signal.SIGHUP, Signal.SIGINT, Signal.SIGQUIT);
		assertThat(IgnoredSignals.parse("SigIgn:\t0000000040000000\n")).containsExactly(Signal.SIGSYS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "SigIgn:", "SigIgn:\tx", "SigIgn:\t0000000000000000" })
	void anythingElseIsNoSignal(String status) {
		assertThat(IgnoredSignals.parse(status)).isEmpty();
	}

}
