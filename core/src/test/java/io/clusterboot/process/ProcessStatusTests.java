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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.clusterboot.process.ProcessStatus.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ProcessStatus}.
 */
@Timeout(300)
class ProcessStatusTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path processes;

	@Test
	void ofThisProcess() {
		ProcessStatus status = ProcessStatus.of(ProcessHandle.current().pid()).orElseThrow();
		assertThat(status.run()).isEqualTo(Run.RUNNING);
		assertThat(status.isHeld()).isFalse();
		assertThat(status.residentBytes()).isBetween(10L << 20, 64L << 30);
		assertThat(status.parent()).isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
	}

	@Test
	void ofStoppedAndEndedProcess() throws IOException {
		ChildProcess child = this.children.spawn(Children.shell("(kill -STOP $$; echo stopped); read line; exit 3"),
				SpawnOptions.defaults().withStdio(Stdio.pipe(), Stdio.pipe(), Stdio.inherit()));
		BufferedReader lines = new BufferedReader(new InputStreamReader(child.stdout().orElseThrow()));
		assertThat(lines.readLine()).isEqualTo("stopped");
		// The line was written before the signal took effect
		await().atMost(Duration.ofSeconds(120))
			.until(() -> ProcessStatus.of(child.pid()).orElseThrow().run() == Run.STOPPED);
		assertThat(ProcessStatus.of(child.pid())).hasValueSatisfying((status) -> {
			assertThat(status.run()).isEqualTo(Run.STOPPED);
			assertThat(status.isHeld()).isTrue();
			assertThat(status.parent()).isEqualTo(ProcessHandle.current().pid());
		});
		child.kill(Signal.SIGCONT);
		child.stdin().orElseThrow().close();
		assertThat(Children.await(child.onExit())).isEqualTo(new ExitStatus(3));
		assertThat(ProcessStatus.of(child.pid())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "S (sleeping) | 0 | 2048 kB | RUNNING | 2097152", "R (running) | 0 | 1 kB | RUNNING | 1024",
					"D (disk sleep) | 0 | 1 kB | RUNNING | 1024", "T (stopped) | 0 | 1 kB | STOPPED | 1024",
					"t (tracing stop) | 0 | 1 kB | TRACED | 1024", "S (sleeping) | 77 | 1 kB | TRACED | 1024",
					"Z (zombie) | 0 | | ENDED | 0", "X (dead) | 0 | | ENDED | 0" })
	void asTheKernelWritesIt(String state, String tracer, String resident, Run run, long bytes) throws IOException {
		String memory = (resident != null) ? "VmRSS:\t    " + resident + "\n" : "";
		status(7, "Name:\ta: b\nState:\t" + state + "\nPPid:\t3\nTracerPid:\t" + tracer + "\n" + memory);
		assertThat(ProcessStatus.of(this.processes, 7)).contains(new ProcessStatus(run, bytes, 3));
	}

	@Test
	void whatIsNoStatusIsAbsent() throws IOException {
		status(7, "");
		assertThat(ProcessStatus.of(this.processes, 7)).isEqualTo(Optional.empty());
		assertThat(ProcessStatus.of(this.processes, 8)).isEqualTo(Optional.empty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "State:\tR\nVmRSS:", "State:\tR\nVmRSS:\t", "State:\tR\nVmRSS:\t  12",
			"State:\tR\nVmRSS:\t12 k", "State:\tR\nPPid:", "State:\tR\nPPid:\tx", "State:\tR\nTracerPid:\t",
			"State:\tR\nPPid:\t99999999999999999999", "State:\tR\nVmRSS:\t-1 kB", "State:\tR\nVmRSS:\tmany kB" })
	void whatIsCutOffOrStrangeIsReadAsFarAsPossible(String text) throws IOException {
		status(7, text);
		assertThat(ProcessStatus.of(this.processes, 7)).hasValueSatisfying((status) -> {
			assertThat(status.run()).isEqualTo(Run.RUNNING);
			assertThat(status.residentBytes()).isIn(0L, 12 * 1024L);
			assertThat(status.parent()).isZero();
		});
	}

	@Test
	void hugeMemoryDoesNotOverflow() throws IOException {
		status(7, "State:\tR\nVmRSS:\t999999999999999999 kB\n");
		assertThat(ProcessStatus.of(this.processes, 7))
			.hasValueSatisfying((status) -> assertThat(status.residentBytes()).isGreaterThan(Long.MAX_VALUE - 1024));
	}

	private void status(long pid, String text) throws IOException {
		Files.createDirectories(this.processes.resolve(Long.toString(pid)));
		Files.writeString(this.processes.resolve(pid + "/status"), text);
	}

}
