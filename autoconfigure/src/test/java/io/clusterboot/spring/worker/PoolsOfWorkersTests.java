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

package io.clusterboot.spring.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.clusterboot.cluster.event.ClusterEvent.Message;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.testing.EventRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers with a data source.
 */
@Timeout(240)
class PoolsOfWorkersTests {

	private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	@Test
	void workersHaveTogetherWhatIsConfiguredIfTheyDivideIt() {
		assertThat(pools("--cluster.budget.datasource=divide", "--cluster.budget.threads=DIVIDE"))
			.containsExactly(Map.of("connections", 4, "threads", "50"), Map.of("connections", 3, "threads", "50"));
	}

	@Test
	void eachWorkerHasWhatIsConfiguredOtherwise() {
		Map<String, Object> all = Map.of("connections", 7, "threads", "100");
		assertThat(pools()).containsExactly(all, all);
	}

	private static List<Map<String, Object>> pools(String... arguments) {
		EventRecorder events = new EventRecorder();
		List<String> line = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m", "-cp",
				CLASS_PATH, PoolMain.class.getName(), "--spring.datasource.url=jdbc:h2:mem:pool",
				"--spring.datasource.hikari.maximum-pool-size=7", "--server.tomcat.threads.max=100");
		JavaCommand command = JavaCommand.parse(JAVA, Stream.concat(line.stream(), Stream.of(arguments)).toList());
		try (ClusterMaster master = ClusterMaster.create(
				MasterSettings.of(2).withThreadDumps(Path.of("target", "thread-dumps")),
				new WorkerLaunch(command, SpawnOptions.defaults().environment(), null), List.of(events))) {
			master.start();
			return IntStream.rangeClosed(1, 2).mapToObj((worker) -> pools(events, worker)).toList();
		}
	}

	private static Map<String, Object> pools(EventRecorder events, int worker) {
		JsonNode message = events.await(Message.class, worker).message();
		return Map.of("connections", message.get("connections").asInt(), "threads", message.get("threads").asString());
	}

}
