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

package io.clusterboot.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.clusterboot.testing.NodeAvailable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample as the workers of a real Node primary, which knows nothing of it.
 */
@NodeAvailable
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NodePrimaryIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int WORKERS = 2;

	@ParameterizedTest
	@ValueSource(strings = { "none", "round-robin" })
	void servesAndDrainsAsAWorkerOfNode(String policy) {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		try (SampleProcess node = SampleCommand
			.of("node", NodeScript.of("primary.js"), SampleCommand.JAR.toString(), java.toString(), policy)
			.start()) {
			Set<String> pids = new HashSet<>();
			Set<String> ports = new HashSet<>();
			for (int id = 1; id <= WORKERS; id++) {
				pids.add(node.awaitLine("online %d (\\d+)".formatted(id), DEADLINE).group(1));
				ports.add(node.awaitLine("listening %d on (\\d+)".formatted(id), DEADLINE).group(1));
				node.awaitLine("pong of worker %d by %d".formatted(id, id), DEADLINE);
			}
			assertThat(ports).hasSize(1).doesNotContain("0");
			SampleClient client = new SampleClient(Integer.parseInt(ports.iterator().next()));
			AnswersOfAll.await(client, pids);
			drain(node, client);
			assertThat(node.awaitExit(DEADLINE)).isZero();
		}
	}

	/**
	 * What is in flight is answered, and then nobody listens any more.
	 */
	private static void drain(SampleProcess node, SampleClient client) {
		try (KeptConnection connection = client.keepConnection()) {
			KeptConnection slow = connection.send("/stream?n=10&ms=100");
			KeptConnection.AnswerUnderWay answer = slow.awaitHead();
			answer.awaitPiece();
			node.signal("USR2");
			assertThat(answer.awaitRest().body()).contains("\"sequence\":10");
		}
		for (int id = 1; id <= WORKERS; id++) {
			node.awaitLine("disconnected %d true".formatted(id), DEADLINE);
			node.awaitLine("exited %d 0 null".formatted(id), DEADLINE);
		}
		node.awaitLine("none left", DEADLINE);
		assertThat(client.isPortFree()).isTrue();
	}

}
