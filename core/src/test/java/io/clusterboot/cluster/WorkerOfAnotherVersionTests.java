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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Online;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.command.JavaCommand;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Processes of workers whose master speaks another version of the protocol.
 */
@Timeout(300)
class WorkerOfAnotherVersionTests {

	private static final String MISMATCH = "Cluster protocol: version 9 in the master, version 2 in the worker "
			+ "(expected: the same; restart the master to run another ClusterBoot version)";

	@RegisterExtension
	private final RunningCluster cluster = new RunningCluster(Duration.ofSeconds(120));

	@Test
	void exitsAndSaysWhy() {
		int id = this.cluster.fork(Map.of(InheritedChannel.PROTOCOL_VERSION, "9"));
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status()).isEqualTo(new ExitStatus(1));
		assertThat(exited.lastOutput()).anySatisfy((line) -> assertThat(line).contains(MISMATCH));
		assertThat(this.cluster.events(Online.class)).isEmpty();
	}

	@Test
	void rollFailsWithItsLastLines() {
		CompletableFuture<Serving> serving = this.cluster.master().start();
		this.cluster.await(Online.class, 1);
		this.cluster.say(1, "listen");
		RunningCluster.await(serving);
		RunningCluster.await(this.cluster.master().setUp((launch) -> ofAnotherVersion()));
		CompletableFuture<RollResult> roll = this.cluster.master().roll();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> RunningCluster.await(roll))
			.havingCause()
			.asInstanceOf(InstanceOfAssertFactories.type(RollFailedException.class))
			.satisfies((failure) -> {
				assertThat(failure.reason()).matches("worker 2 \\(slot 0, pid \\d+\\) ended with exit code 1 .*");
				assertThat(failure.lastOutput()).anySatisfy((line) -> assertThat(line).contains(MISMATCH));
			});
		assertThat(this.cluster.master().workers()).extracting(WorkerInfo::id).containsExactly(1);
	}

	/**
	 * Let env(1) change the version behind the back of the master, which sets that of its
	 * own.
	 */
	private static WorkerLaunch ofAnotherVersion() {
		JavaCommand command = RunningCluster.command(WorkerMain.class);
		List<String> words = new ArrayList<>(
				List.of(InheritedChannel.PROTOCOL_VERSION + "=9", command.java().toString()));
		words.addAll(command.vmOptions());
		return new WorkerLaunch(new JavaCommand(Path.of("/usr/bin/env"), words, command.target(), command.arguments()),
				Map.of(), null);
	}

}
