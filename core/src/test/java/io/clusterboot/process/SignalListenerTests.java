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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignalListener}, with real signals to a JVM.
 */
@Timeout(300)
class SignalListenerTests {

	@RegisterExtension
	private final Children children = new Children();

	private final SpawnOptions piped = SpawnOptions.defaults().withStdio(Stdio.pipe(), Stdio.pipe(), Stdio.inherit());

	@ParameterizedTest
	@EnumSource(names = { "SIGHUP", "SIGTTIN", "SIGTTOU", "SIGINT" })
	void eachSignalIsToldAndTheJvmGoesOn(Signal signal) throws IOException {
		ChildProcess child = this.children.spawn(main(List.of(), signal), this.piped);
		BufferedReader lines = lines(child);
		assertThat(lines.readLine()).isEqualTo(Long.toString(child.pid()));
		for (int i = 0; i < 3; i++) {
			assertThat(child.kill(signal)).isEqualTo(Signal.Delivery.DELIVERED);
			assertThat(lines.readLine()).isEqualTo(signal.name());
		}
	}

	@Test
	void closingRestoresWhatTheJvmDoes() throws IOException {
		ChildProcess child = this.children.spawn(main(List.of(), Signal.SIGHUP), this.piped);
		BufferedReader lines = lines(child);
		assertThat(lines.readLine()).isNotNull();
		child.stdin().orElseThrow().close();
		assertThat(lines.readLine()).isEqualTo("closed");
		child.kill(Signal.SIGHUP);
		assertThat(Children.await(child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGHUP));
	}

	@Test
	void ignoredSignalStaysIgnored() throws IOException {
		ChildProcess child = this.children.spawn(main(List.of(), Signal.SIGHUP, Signal.SIGTTIN),
				this.piped.ignoring(Signal.SIGHUP));
		BufferedReader lines = lines(child);
		assertThat(lines.readLine()).isNotNull();
		child.kill(Signal.SIGHUP);
		child.kill(Signal.SIGTTIN);
		assertThat(lines.readLine()).isEqualTo("SIGTTIN");
	}

	@Test
	void jvmThatKeepsSignalsForItself() throws IOException {
		ChildProcess child = this.children.spawn(main(List.of("-Xrs"), Signal.SIGHUP), this.piped);
		assertThat(lines(child).readLine()).isEqualTo(Long.toString(child.pid()));
		child.kill(Signal.SIGHUP);
		assertThat(Children.await(child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGHUP));
	}

	@Test
	void backgroundJobOfAScript() throws IOException {
		List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec 3<&0; \"$@\" <&3 & wait", "job"));
		command.addAll(main(List.of(), Signal.SIGTTIN, Signal.SIGTTOU, Signal.SIGHUP));
		ChildProcess shell = this.children.spawn(command, this.piped);
		BufferedReader lines = lines(shell);
		long job = Long.parseLong(lines.readLine());
		assertThat(job).isNotEqualTo(shell.pid());
		try {
			for (Signal signal : List.of(Signal.SIGTTOU, Signal.SIGTTIN, Signal.SIGHUP)) {
				signal.sendTo(job);
				assertThat(lines.readLine()).isEqualTo(signal.name());
			}
		}
		finally {
			Signal.SIGKILL.sendTo(job);
		}
		Children.await(shell.onExit());
	}

	private static List<String> main(List<String> vmOptions, Signal... signals) {
		List<String> command = new ArrayList<>(List.of(Children.java()));
		command.addAll(vmOptions);
		command.addAll(Children.vmOptions());
		command.add(SignalMain.class.getName());
		for (Signal signal : signals) {
			command.add(signal.name());
		}
		return command;
	}

	private static BufferedReader lines(ChildProcess child) {
		return new BufferedReader(new InputStreamReader(child.stdout().orElseThrow()));
	}

}
