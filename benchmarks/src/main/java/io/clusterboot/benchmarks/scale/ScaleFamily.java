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

package io.clusterboot.benchmarks.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.process.JavaProgram;
import io.clusterboot.benchmarks.process.StartedProcess;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * What a cluster of one to 32 small workers costs.
 */
public final class ScaleFamily implements Family {

	private static final String OURS = "ClusterBoot, without Spring";

	private static final List<Integer> SIZES = List.of(1, 2, 4, 8, 16, 32);

	private static final List<Kind> KINDS = List.of(
			new Kind(ScaleMaster.IDLE, "processor time of the idle master in a minute", Unit.MILLIS),
			new Kind(ScaleMaster.MASTER, "memory of the master", Unit.SMALL_MEGABYTES),
			new Kind(ScaleMaster.WORKER, "memory of a worker", Unit.SMALL_MEGABYTES),
			new Kind(ScaleMaster.BROADCAST, "a message to every worker, and an answer from each", Unit.MICROS));

	private static final Pattern FIGURE = Pattern.compile("^figure (\\S+) (\\S+)$");

	@Override
	public String title() {
		return "One to 32 workers";
	}

	@Override
	public String description() {
		return """
				Workers that are small JVMs without Spring (`-Xmx32m`), so that 32 of them fit in a small machine. They do
				nothing but answer messages.""";
	}

	@Override
	public List<Row> rows() {
		List<Row> rows = new ArrayList<>();
		KINDS.forEach((kind) -> SIZES.forEach((workers) -> rows.add(kind.row(workers))));
		return rows;
	}

	@Override
	public Set<String> shortRows() {
		return Set.of("scale/idle-2", "scale/broadcast-2");
	}

	@Override
	public int rounds() {
		return 2;
	}

	@Override
	public Set<Unit> charts() {
		return Set.of(Unit.MILLIS, Unit.SMALL_MEGABYTES, Unit.MICROS);
	}

	@Override
	public Session open(Bench bench, Selection selection) {
		return (figures) -> {
			for (int workers : SIZES) {
				if (selection.hasAny(KINDS.stream().map((kind) -> kind.row(workers)).toList())) {
					measure(bench, workers, figures);
				}
			}
		};
	}

	private static void measure(Bench bench, int workers, Figures figures) throws IOException, InterruptedException {
		List<String> command = JavaProgram.ofClass(List.of(), ScaleMaster.class,
				List.of(Integer.toString(workers), Long.toString(bench.effort().seconds(5).toMillis())));
		try (StartedProcess master = bench.processes()
			.start("master of " + workers, bench.directory(), command, Map.of())) {
			for (int i = 0; i < KINDS.size(); i++) {
				StartedProcess.Found found = master.await(FIGURE);
				String name = found.match().group(1);
				Kind kind = KINDS.stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
				figures.add(kind.row(workers), OURS, Double.parseDouble(found.match().group(2)));
			}
			master.awaitSuccess();
		}
	}

	private record Kind(String name, String title, Unit unit) {

		Row row(int workers) {
			return Row.of("scale/%s-%d".formatted(this.name, workers), "%s, %d".formatted(this.title, workers),
					this.unit, Better.LOWER, OURS);
		}

	}

}
