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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Message;
import io.clusterboot.cluster.event.ClusterEvent.Online;
import io.clusterboot.cluster.event.ClusterEvent.SetUp;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.handle.Handle;
import io.clusterboot.process.Stdio;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What {@code setUp} changes of the workers that are forked later, as Node's tests of
 * {@code setupPrimary} check it.
 */
@Timeout(300)
class ClusterSetUpConformanceTests {

	@RegisterExtension
	private final RunningCluster cluster = new RunningCluster();

	private WorkerLaunch setUp(UnaryOperator<WorkerLaunch> change) {
		return RunningCluster.await(this.cluster.master().setUp(change));
	}

	private String directoryOf(int id) {
		this.cluster.say(id, "tell");
		return this.cluster.await(Message.class, id).message().get("directory").stringValue();
	}

	// test-cluster-cwd
	@Test
	void workingDirectoryIsThatOfTheMasterUntilItIsSetUp(@TempDir Path directory) {
		int before = this.cluster.fork();
		setUp((launch) -> launch.withWorkingDirectory(directory));
		int after = this.cluster.fork();
		assertThat(directoryOf(before)).isEqualTo(Path.of("").toAbsolutePath().toString());
		assertThat(directoryOf(after)).isEqualTo(directory.toString());
	}

	// test-cluster-setup-primary
	@Test
	void argumentsAndSilenceReachTheWorkers() {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		setUp((launch) -> launch.withArguments(List.of("custom", "argument")).withStdio(1, Stdio.pipeTo(output)));
		int loud = this.cluster.fork();
		WorkerLaunch launch = setUp(WorkerLaunch::silent);
		int silent = this.cluster.fork();
		for (int id : List.of(loud, silent)) {
			this.cluster.awaitMessage(id, Map.of("args", List.of("custom", "argument")));
			this.cluster.say(id, "print words-of-" + id);
			this.cluster.say(id, "exit 0");
			assertThat(this.cluster.await(Exited.class, id).lastOutput()).contains("words-of-" + id);
		}
		assertThat(output.toString(StandardCharsets.UTF_8)).contains("words-of-" + loud)
			.doesNotContain("words-of-" + silent);
		assertThat(this.cluster.events(SetUp.class)).last().extracting(SetUp::launch).isEqualTo(launch);
	}

	// test-cluster-setup-primary-cumulative, test-cluster-setup-primary-emit,
	// test-cluster-setup-primary-multiple
	@Test
	void callsBuildOnThoseBeforeAndEachIsTold() {
		setUp((launch) -> launch.withArguments(List.of("first")));
		setUp((launch) -> launch.withMainClass("Second").appendVmOptions(List.of("-Dthird=3")));
		setUp((launch) -> launch.withVariables(Map.of("FOURTH", "4")));
		WorkerLaunch launch = setUp(UnaryOperator.identity());
		assertThat(launch.programOf(0).toCommandLine(new WorkerNumbers(1, 0, 0, 0))).endsWith("-Dthird=3", "Second",
				"first");
		assertThat(launch.environment()).containsEntry("FOURTH", "4").containsEntry("INHERITED", "by all");
		// Unlike Node's, a fork sets nothing up
		int id = this.cluster.fork();
		this.cluster.await(Exited.class, id);
		assertThat(this.cluster.events(SetUp.class)).hasSize(4);
		assertThat(this.cluster.events(SetUp.class)
			.get(0)
			.launch()
			.programOf(0)
			.toCommandLine(new WorkerNumbers(1, 0, 0, 0))).endsWith(WorkerMain.class.getName(), "first");
	}

	// test-cluster-setup-primary-argv: what the master was started with
	@Test
	void launchOfThisProcessHasItsCommandAndEnvironment() {
		WorkerLaunch launch = WorkerLaunch.ofThisProcess();
		assertThat(Path.of(launch.programOf(0).toCommandLine(new WorkerNumbers(1, 0, 0, 0)).get(0))).isExecutable();
		assertThat(launch.environment()).containsEntry("PATH", System.getenv("PATH"));
		assertThat(launch.withJar(Path.of("other.jar"))
			.withVmOptions(List.of("-ea"))
			.programOf(0)
			.toCommandLine(new WorkerNumbers(1, 0, 0, 0))).containsSequence("-ea", "-jar", "other.jar");
	}

	// test-cluster-fork-stdio: 3 and 4 are taken here
	@Test
	void descriptorOfTheMastersIsPassedOn() throws Exception {
		Handle[] pair = Handle.socketPair();
		try (Handle ours = pair[0]; Handle theirs = pair[1]) {
			setUp((launch) -> launch.withStdio(5, Stdio.handle(theirs)));
			int id = this.cluster.fork();
			this.cluster.await(Online.class, id);
			this.cluster.say(id, "echo-descriptor 5");
			ByteBuffer bytes = ByteBuffer.allocateDirect(5).put("hello".getBytes(StandardCharsets.US_ASCII)).flip();
			new Socket(ours.descriptor()).write(bytes, 0, 5);
			this.cluster.awaitMessage(id, "echoed");
			bytes.clear();
			assertThat(new Socket(ours.descriptor()).read(bytes, 0, 5)).isEqualTo(5);
			byte[] read = new byte[5];
			bytes.get(read);
			assertThat(read).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
		}
	}

	// The validation of the stdio array: what nobody could use is refused
	@Test
	void descriptorsThatAreTakenAndPipesWithoutAnOwnerAreRefused() {
		WorkerLaunch launch = RunningCluster.launch();
		assertThatIllegalArgumentException().isThrownBy(() -> launch.withStdio(3, Stdio.discard()))
			.withMessageContaining("stdio: 3");
		assertThatIllegalArgumentException().isThrownBy(() -> launch.withStdio(1, Stdio.pipe()));
		assertThatIllegalArgumentException().isThrownBy(() -> launch.withStdio(5, Stdio.ipc()));
	}

}
