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

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads how many processors the master and its workers may use together: those that this
 * JVM sees, or less by the quota of a control group. A JVM sees the quota of its own
 * group, and not that of each group around it.
 *
 * @param groups the control groups
 */
record MachineProcessors(ControlGroups groups) {

	/**
	 * Return the number of processors; a part of one counts as one.
	 * @param available the number that this JVM sees
	 */
	int count(int available) {
		return (int) this.groups.of("cpu")
			.flatMap(MachineProcessors::quota)
			.mapToLong(Long::longValue)
			.reduce(available, Math::min);
	}

	private static Stream<Long> quota(ControlGroups.Group group) {
		List<String> quota = group.unified()
				? group.lines("cpu.max").stream().flatMap(MachineProcessors::words).toList()
				: Stream.of("cpu.cfs_quota_us", "cpu.cfs_period_us")
					.flatMap((file) -> group.lines(file).stream())
					.toList();
		if (quota.size() != 2) {
			return Stream.empty();
		}
		long time = number(quota.get(0)).orElse(0);
		long period = number(quota.get(1)).orElse(0);
		return (time > 0 && period > 0) ? Stream.of((time + period - 1) / period) : Stream.empty();
	}

	private static Stream<String> words(String line) {
		return Stream.of(line.split(" "));
	}

	private static OptionalLong number(String text) {
		return text.matches("\\d{1,15}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
	}

}
