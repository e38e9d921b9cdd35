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
package io.clusterboot.cluster.master;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * When this process was started. The JDK knows it to the second only, as it counts from
 * the boot of the system; how long ago both were is known to 10 ms.
 */
final class ProcessStart {

	/**
	 * The position of the start time after the name of the command.
	 */
	private static final int START_TIME = 19;

	private static final double TICKS_PER_SECOND = 100;

	private ProcessStart() {
	}

	static Instant ofThisProcess() {
		try {
			String uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
			String stat = Files.readString(Path.of("/proc/self/stat"));
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			double age = Double.parseDouble(uptime) - Long.parseLong(fields[START_TIME]) / TICKS_PER_SECOND;
			return Instant.now().minus(Duration.ofMillis(Math.round(age * 1000)));
		}
		catch (IOException | RuntimeException ex) {
			return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
		}
	}

}
