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

package io.clusterboot.benchmarks.ipc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Unit;

/**
 * A scenario, the contestants that play it, and the rows that its figures belong to.
 *
 * @param value the size of a message, or the number of messages or handles
 * @param peers the contestants to compare with, each with the aim of our rate divided by
 * theirs
 * @param rate the row of the rate, or of the time of a fork
 * @param processor the row of the processor time of an operation
 * @param p99 the row of the 99th percentile of the time of an operation
 */
record IpcRow(Scenario scenario, int value, Map<Contestant, Aim> peers, Row rate, Row processor, Row p99) {

	static List<IpcRow> all() {
		return List.of(oneWay("100b", "100 B", 100, 3), oneWay("1kb", "1 KB", 1024, 2),
				oneWay("64kb", "64 KB", 65_536, 2),
				row("round-trips-1", "round trips, one at a time", Scenario.ROUND_TRIPS, 1, singles()),
				row("round-trips-64", "round trips, 64 in flight", Scenario.ROUND_TRIPS, 64, node(Aim.atLeast(2))),
				row("handles-1", "handles, depth 1", Scenario.HANDLES, 1, node(Aim.NONE)),
				row("handles-100", "handles, depth 100", Scenario.HANDLES, 100, node(Aim.atLeast(3))),
				row("handles-10000", "handles, depth 10,000", Scenario.HANDLES, 10_000, node(Aim.atLeast(3))), forks());
	}

	private static Map<Contestant, Aim> node(Aim aim) {
		return Map.of(Contestant.NODE, aim);
	}

	private static Map<Contestant, Aim> singles() {
		Map<Contestant, Aim> peers = new LinkedHashMap<>();
		peers.put(Contestant.NODE, Aim.NONE);
		peers.put(Contestant.JUNIXSOCKET, Aim.atLeast(0.8));
		peers.put(Contestant.C, Aim.NONE);
		return peers;
	}

	private static IpcRow oneWay(String name, String size, int value, double aim) {
		return row("one-way-" + name, "one-way, " + size, Scenario.ONE_WAY, value, node(Aim.atLeast(aim)));
	}

	private static IpcRow row(String name, String title, Scenario scenario, int value, Map<Contestant, Aim> peers) {
		Row rate = Row.of("ipc/" + name, title, Unit.PER_SECOND, Better.HIGHER, Contestant.OURS.toString());
		Row processor = Row.of(rate.id() + "-processor", title + ": processor time of one", Unit.MICROS, Better.LOWER,
				Contestant.OURS.toString());
		Row p99 = Row.of(rate.id() + "-p99", title + ": 99th percentile", Unit.MICROS, Better.LOWER,
				Contestant.OURS.toString());
		for (Map.Entry<Contestant, Aim> peer : peers.entrySet()) {
			rate = rate.against(peer.getKey().toString(), peer.getValue());
			processor = processor.against(peer.getKey().toString());
			p99 = p99.against(peer.getKey().toString());
		}
		return new IpcRow(scenario, value, peers, rate, processor, p99);
	}

	private static IpcRow forks() {
		IpcRow row = row("forks", "fork to the first message", Scenario.FORKS, 0, node(Aim.NONE));
		Row time = Row
			.of("ipc/forks", "fork to the first message", Unit.SECONDS, Better.LOWER, Contestant.OURS.toString())
			.aiming(Aim.atMost(0.4))
			.against(Contestant.NODE.toString());
		return new IpcRow(Scenario.FORKS, 0, row.peers, time, row.processor, row.p99);
	}

	/**
	 * Return the rows that this has figures for.
	 */
	List<Row> rows() {
		List<Row> rows = new ArrayList<>(List.of(this.rate));
		if (this.scenario == Scenario.ROUND_TRIPS) {
			rows.add(this.p99);
		}
		if (this.scenario != Scenario.FORKS) {
			rows.add(this.processor);
		}
		return rows;
	}

}
