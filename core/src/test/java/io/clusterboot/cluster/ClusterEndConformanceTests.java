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

package io.clusterboot.cluster;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Online;
import io.clusterboot.cluster.event.ClusterEvent.StopEscalated;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of workers that are stuck, and of workers whose master ends.
 */
@Timeout(300)
class ClusterEndConformanceTests {

	private static final long DEADLINE_SECONDS = 120;

	@RegisterExtension
	private final RunningCluster cluster = new RunningCluster(Duration.ofMillis(300));

	// test-cluster-primary-error, test-cluster-primary-kill,
	// test-cluster-uncaught-exception
	@ParameterizedTest
	@CsvSource({ "throw, 1", "throw, 42", "exit, 0" })
	void workersEndWithTheirMaster(String how, int code) throws Exception {
		List<String> command = new ArrayList<>(RunningCluster.command(MasterMain.class).toCommandLine());
		command.addAll(List.of(how, Integer.toString(code)));
		ChildProcess master = ChildProcess.spawn(command,
				SpawnOptions.defaults().withStdio(Stdio.pipe(), Stdio.pipe(), Stdio.inherit()));
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(master.stdout().orElseThrow(), StandardCharsets.UTF_8))) {
			List<ProcessHandle> workers = lines.lines()
				.filter((line) -> line.matches("[0-9]+"))
				.limit(2)
				.map((line) -> ProcessHandle.of(Long.parseLong(line)).orElseThrow())
				.toList();
			assertThat(workers).hasSize(2);
			master.stdin().orElseThrow().close();
			assertThat(master.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new ExitStatus(code));
			for (ProcessHandle worker : workers) {
				worker.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
			}
		}
		finally {
			master.kill(Signal.SIGKILL);
		}
	}

	// test-cluster-kill-infinite-loop: a worker that goes on after it left is ended
	// by the ladder
	@Test
	void busyWorkerThatWasDisconnectedIsTerminated() {
		int id = this.cluster.fork();
		this.cluster.say(id, "spin");
		this.cluster.awaitMessage(id, "spins");
		this.cluster.master().disconnect(id);
		Exited exited = this.cluster.await(Exited.class, id);
		// Or by the next step, if it takes longer over its shutdown than it may
		assertThat(exited.status().signal().orElseThrow()).isIn(Signal.SIGTERM, Signal.SIGKILL);
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(true);
		assertThat(this.cluster.events(StopEscalated.class)).extracting(StopEscalated::signal)
			.startsWith(Signal.SIGTERM);
	}

	// test-cluster-kill-infinite-loop: a shutdown hook that hangs does not save it
	@Test
	void workerWhoseShutdownHookHangsIsKilled() {
		int id = this.cluster.fork();
		this.cluster.await(Online.class, id);
		this.cluster.say(id, "hang-in-hook");
		this.cluster.awaitMessage(id, "hangs");
		this.cluster.master().kill(id, Signal.SIGTERM);
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status()).isEqualTo(ExitStatus.of(Signal.SIGKILL));
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(false);
		assertThat(this.cluster.events(StopEscalated.class)).extracting(StopEscalated::signal)
			.containsExactly(Signal.SIGTERM, Signal.SIGKILL);
	}

}
