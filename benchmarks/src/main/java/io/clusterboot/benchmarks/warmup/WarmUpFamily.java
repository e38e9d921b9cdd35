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

package io.clusterboot.benchmarks.warmup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.load.Wrk;
import io.clusterboot.benchmarks.peer.Application;
import io.clusterboot.benchmarks.peer.StartedApplication;
import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * How fast a worker that took the place of another is in its first ten seconds, against
 * the same worker later.
 */
public final class WarmUpFamily implements Family {

	private static final String FIRST = "first 10 s";

	private static final String WARM = "the same worker, warm";

	private static final Row WITH = Row
		.of("warm-up/with", "JSON, with warm-up and an image", Unit.PER_SECOND, Better.HIGHER, FIRST)
		.against(WARM, Aim.atLeast(0.8));

	private static final Row WITHOUT = Row
		.of("warm-up/without", "JSON, with an image alone", Unit.PER_SECOND, Better.HIGHER, FIRST)
		.against(WARM);

	private static final String[] OPTIONS = { "--cluster.warm-up.paths=/json", "--cluster.warm-up.requests=5000",
			"--cluster.warm-up.timeout=20s", "--cluster.warm-up.parallelism=4" };

	@Override
	public String title() {
		return "The first seconds of a worker";
	}

	@Override
	public String description() {
		return """
				A cluster of one worker, which is killed; `wrk` loads its replacement from the moment that it listens, for
				10 s, and again for 10 s when it is warm.""";
	}

	@Override
	public List<Row> rows() {
		return List.of(WITH, WITHOUT);
	}

	@Override
	public Set<String> shortRows() {
		return Set.of();
	}

	@Override
	public int rounds() {
		return 3;
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException, InterruptedException {
		Wrk wrk = new Wrk(bench.tools().require("wrk"));
		Application application = Application.create(bench);
		application.prepareImage(1, OPTIONS);
		return (figures) -> {
			if (selection.has(WITH)) {
				measure(bench, application, wrk, WITH, figures, OPTIONS);
			}
			if (selection.has(WITHOUT)) {
				measure(bench, application, wrk, WITHOUT, figures);
			}
		};
	}

	private static void measure(Bench bench, Application application, Wrk wrk, Row row, Figures figures,
			String... options) throws IOException, InterruptedException {
		Duration ten = bench.effort().seconds(10);
		try (StartedApplication cluster = application.cluster(1, options).ready(1)) {
			cluster.replace();
			double first = wrk.keepAlive(cluster.port(), "/json", ten).rate();
			wrk.keepAlive(cluster.port(), "/json", ten);
			figures.add(row, FIRST, first);
			figures.add(row, WARM, wrk.keepAlive(cluster.port(), "/json", ten).rate());
		}
	}

}
