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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;

/**
 * Channels, handles and forks. Every trial is two fresh processes, of which the first
 * ends the second.
 */
public final class IpcFamily implements Family {

	private static final List<IpcRow> ROWS = IpcRow.all();

	@Override
	public String title() {
		return "Channels, handles and forks";
	}

	@Override
	public String description() {
		return """
				Each trial is two fresh processes, a parent and the child that it forked, which warm up and then measure
				once. One-way: as many messages as `send` takes, until the child has counted them all. Round trips: 100
				bytes there and back, with one or 64 in flight; the C program and junixsocket (two threads of one JVM) do
				blocking reads and writes on a pair of sockets, and show the limit. Handles: bursts of messages with a
				listening TCP socket, which the child closes. What a wake-up costs depends on where the scheduler puts the
				two processes, so single round trips vary most. Processor time is that of both processes, without
				compilation.""";
	}

	@Override
	public List<Row> rows() {
		return ROWS.stream().flatMap((row) -> row.rows().stream()).toList();
	}

	@Override
	public Set<String> shortRows() {
		return Set.of("ipc/one-way-1kb", "ipc/round-trips-64", "ipc/handles-100", "ipc/forks");
	}

	@Override
	public int rounds() {
		return 3;
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException {
		Commands commands = Commands.prepare(bench);
		List<IpcRow> rows = ROWS.stream().filter((row) -> selection.hasAny(row.rows())).toList();
		return (figures) -> {
			for (IpcRow row : rows) {
				List<Contestant> contestants = new ArrayList<>(List.of(Contestant.OURS));
				contestants.addAll(row.peers().keySet());
				for (Contestant contestant : contestants) {
					if (!commands.isMissing(contestant)) {
						add(figures, row, contestant.toString(), commands.run(contestant, row));
					}
				}
			}
		};
	}

	private static void add(Figures figures, IpcRow row, String contestant, Measurement measurement) {
		if (row.scenario() == Scenario.FORKS) {
			figures.add(row.rate(), contestant, 1 / measurement.rate());
			return;
		}
		figures.add(row.rate(), contestant, measurement.rate());
		Double p99 = measurement.p99();
		if (p99 != null) {
			figures.add(row.p99(), contestant, p99);
		}
		if (measurement.cpu() > 0) {
			figures.add(row.processor(), contestant, measurement.cpu());
		}
	}

}
