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
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Reads how much memory the master and its workers may use together: that of the machine,
 * or less in a control group.
 *
 * @param groups the control groups
 */
record MachineMemory(ControlGroups groups) {

	private static final String TOTAL = "MemTotal:";

	private static final int KIBI = 1024;

	/**
	 * Return the number of bytes, empty if the system does not tell.
	 */
	OptionalLong bytes() {
		return LongStream.concat(total(), limits()).min();
	}

	private LongStream total() {
		return this.groups.lines(Path.of("proc/meminfo"))
			.stream()
			.filter((line) -> line.startsWith(TOTAL))
			.mapToLong((line) -> KIBI * Long.parseLong(line.replaceAll("\\D", "")));
	}

	private LongStream limits() {
		return this.groups.of("memory")
			.flatMap((group) -> group.lines(group.unified() ? "memory.max" : "memory.limit_in_bytes").stream())
			.filter((line) -> line.matches("\\d{1,18}"))
			.mapToLong(Long::parseLong)
			.filter((limit) -> limit > 0);
	}

}
