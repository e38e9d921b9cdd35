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

package io.clusterboot.benchmarks;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table: a scenario, and the peers it is compared with.
 *
 * @param value the size of a message, or the number of messages or handles
 * @param peers the contestants to compare with, each with the target ratio of our rate
 * and theirs; zero if there is no target
 */
record Row(String title, Scenario scenario, int value, Map<Contestant, Double> peers) {

	private static final double BYTES_PER_MEGABYTE = 1e6;

	static List<Row> all() {
		return List.of(oneWay("one-way, 100 B", 100), oneWay("one-way, 1 KB", 1024), oneWay("one-way, 64 KB", 65_536),
				new Row("round trips, one at a time", Scenario.ROUND_TRIPS, 1,
						Map.of(Contestant.NODE, 0.0, Contestant.C, 0.9, Contestant.JUNIXSOCKET, 0.0)),
				againstNode("round trips, 64 in flight", Scenario.ROUND_TRIPS, 64, 2),
				againstNode("handles, depth 1", Scenario.HANDLES, 1, 0),
				againstNode("handles, depth 100", Scenario.HANDLES, 100, 3),
				againstNode("handles, depth 10,000", Scenario.HANDLES, 10_000, 3),
				againstNode("forks to the first message", Scenario.FORKS, 0, 0));
	}

	private static Row oneWay(String title, int size) {
		return againstNode(title, Scenario.ONE_WAY, size, 3);
	}

	private static Row againstNode(String title, Scenario scenario, int value, double aim) {
		return new Row(title, scenario, value, Map.of(Contestant.NODE, aim));
	}

	/**
	 * Format a result for the table.
	 */
	String format(@Nullable Measurement measurement) {
		if (measurement == null) {
			return "–";
		}
		if (this.scenario == Scenario.FORKS) {
			return "%,.0f ms".formatted(1000 / measurement.rate());
		}
		String rate = "%,.0f/s".formatted(measurement.rate());
		if (this.scenario == Scenario.ONE_WAY) {
			return rate + " (%,.0f MB/s)".formatted(measurement.rate() * this.value / BYTES_PER_MEGABYTE);
		}
		Double p50 = measurement.p50();
		Double p99 = measurement.p99();
		return (p50 != null && p99 != null) ? rate + " (p50 %,.0f µs, p99 %,.0f µs)".formatted(p50, p99) : rate;
	}

}
