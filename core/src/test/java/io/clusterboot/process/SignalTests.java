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

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Signal}.
 */
@Timeout(300)
class SignalTests {

	@RegisterExtension
	private final Children children = new Children();

	@ParameterizedTest
	@EnumSource
	void namesAndNumbersAreRead(Signal signal) {
		assertThat(Signal.parse(signal.name())).isEqualTo(signal);
		assertThat(Signal.parse(signal.name().substring(3).toLowerCase())).isEqualTo(signal);
		assertThat(Signal.parse(Integer.toString(signal.number()))).isEqualTo(signal);
		assertThat(Signal.of(signal.number())).hasValue(signal);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "SIG", "SIGNOPE", "0", "-15", "99", "TERM " })
	void anythingElseIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Signal.parse(text))
			.withMessage("signal: " + text + " (expected: a name such as SIGTERM or TERM, or a number such as 15)");
	}

	@Test
	void shellKnowsEverySignalByNameAndNumber() throws Exception {
		Map<Integer, Signal> byNumber = Stream.of(Signal.values())
			.collect(Collectors.toMap(Signal::number, (signal) -> signal));
		byNumber.forEach((number,
				signal) -> assertThat(
						this.children.linesOf(Children.shell("kill -l " + number), SpawnOptions.defaults()))
					.singleElement()
					.isIn(signal.shortName(), (signal == Signal.SIGIO) ? "POLL" : signal.shortName()));
	}

	@Test
	void probeTellsWhetherAProcessExists() {
		ChildProcess child = this.children.spawn(Children.shell("exec tail -f /dev/null"), SpawnOptions.defaults());
		assertThat(Signal.probe(child.pid())).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(Signal.probe(ProcessHandle.current().pid())).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(child.isAlive()).isTrue();
		assertThat(Signal.SIGKILL.sendTo(child.pid())).isEqualTo(Signal.Delivery.DELIVERED);
		Children.await(child.onExit());
		assertThat(Signal.probe(child.pid())).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
		assertThat(Signal.SIGTERM.sendTo(child.pid())).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
		assertThat(Signal.SIGHUP.sendTo(child.pid())).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
	}

	@Test
	void signalReachesThisProcess() {
		assertThat(Signal.SIGWINCH.sendTo(ProcessHandle.current().pid())).isEqualTo(Signal.Delivery.DELIVERED);
	}

	@Test
	void interruptSurvivesTheWait() {
		Thread.currentThread().interrupt();
		assertThat(Signal.probe(ProcessHandle.current().pid())).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(Thread.interrupted()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void groupsAreRefused(long pid) {
		assertThatIllegalArgumentException().isThrownBy(() -> Signal.SIGTERM.sendTo(pid))
			.withMessage("pid: " + pid + " (expected: > 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> Signal.probe(pid));
	}

}
