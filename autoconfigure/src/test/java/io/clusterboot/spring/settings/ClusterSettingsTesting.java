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

package io.clusterboot.spring.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.process.command.JavaCommand;

/**
 * What the tests of {@link ClusterSettings} share: properties, and the command line of
 * the workers that follow from them.
 */
abstract class ClusterSettingsTesting {

	static final Path JAVA = Path.of("/opt/jdk/bin/java");

	static final long GIB = 1024L * 1024 * 1024;

	static final Machine MACHINE = new Machine(8, OptionalLong.of(16 * GIB), 4 * GIB);

	static final String[] DEBUGGED = { "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=*:5005", "-jar",
			"app.jar" };

	final ClusterProperties properties = new ClusterProperties();

	ClusterSettings resolve(Machine machine, int workers, String... commandLine) {
		return ClusterSettings.resolve(workers, this.properties, Duration.ofSeconds(7),
				JavaCommand.parse(JAVA, List.of(commandLine)), Map.of(), ClusterSettingsTesting.class.getClassLoader(),
				machine);
	}

	/**
	 * The command line, without what only a newer Java gets.
	 */
	static List<String> commandLine(ClusterSettings settings) {
		return commandLine(settings, 0);
	}

	static List<String> commandLine(ClusterSettings settings, int slot) {
		return settings.launch()
			.programOf(slot)
			.toCommandLine(new WorkerNumbers(slot + 1, slot, 0, slot))
			.stream()
			.filter((argument) -> !argument.equals("--enable-native-access=ALL-UNNAMED"))
			.toList();
	}

	ClusterSettings resolve(int workers, String... commandLine) {
		return resolve(this.properties, workers, commandLine);
	}

	static ClusterSettings resolve(ClusterProperties properties, int workers, String... commandLine) {
		return resolve(properties, workers, Map.of("HOME", "/home/test"), commandLine);
	}

	static ClusterSettings resolve(ClusterProperties properties, int workers, Map<String, String> environment,
			String... commandLine) {
		return ClusterSettings.resolve(workers, properties, Duration.ofSeconds(7),
				JavaCommand.parse(JAVA, List.of(commandLine)), environment,
				ClusterSettingsTesting.class.getClassLoader(), MACHINE);
	}

}
