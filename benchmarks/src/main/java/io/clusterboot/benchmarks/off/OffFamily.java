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

package io.clusterboot.benchmarks.off;

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
import io.clusterboot.benchmarks.process.ProcessMemory;
import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * What an application pays for the starter while {@code cluster.workers} is off.
 */
public final class OffFamily implements Family {

	private static final String WITH = "with the starter, off";

	private static final String WITHOUT = "without the starter";

	private static final Row START = row("start", "`java -jar` to the first answer", Unit.SECONDS, Better.LOWER);

	private static final Row MEMORY = row("memory", "memory (PSS) after the same load", Unit.MEGABYTES, Better.LOWER);

	private static final Row RATE = row("rate", "JSON, kept connections, warm", Unit.PER_SECOND, Better.HIGHER);

	private static final Duration IDLE = Duration.ofSeconds(6);

	private static Row row(String name, String title, Unit unit, Better better) {
		return Row.of("off/" + name, title, unit, better, WITH).against(WITHOUT, Aim.within(1, 0.02));
	}

	@Override
	public String title() {
		return "Switched off";
	}

	@Override
	public String description() {
		return """
				The application with the starter and `cluster.workers=0`, and without the starter: one process each, in turns.
				The measured jars differ in nothing but the starter and what comes with it.""";
	}

	@Override
	public List<Row> rows() {
		return List.of(START, MEMORY, RATE);
	}

	@Override
	public Set<String> shortRows() {
		return Set.of();
	}

	@Override
	public int rounds() {
		return 5;
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException, InterruptedException {
		Application application = Application.create(bench);
		Starts starts = new Starts(application);
		if (!selection.hasAny(List.of(MEMORY, RATE))) {
			return starts;
		}
		return new Loaded(bench, new Wrk(bench.tools().require("wrk")), application, starts);
	}

	/**
	 * Starts one and then the other; the first one of a round is the second one of the
	 * next.
	 */
	private static final class Starts implements Session {

		private final Application application;

		private int round;

		private Starts(Application application) {
			this.application = application;
		}

		@Override
		public void round(Figures figures) throws IOException, InterruptedException {
			boolean withFirst = this.round++ % 2 == 0;
			start(withFirst, figures);
			start(!withFirst, figures);
		}

		private void start(boolean with, Figures figures) throws IOException, InterruptedException {
			try (StartedApplication started = with ? this.application.off() : this.application.plain()) {
				started.awaitListening();
				figures.add(START, with ? WITH : WITHOUT, started.awaitAnswer());
			}
		}

	}

	/**
	 * Also loads both in turns.
	 */
	private record Loaded(Bench bench, Wrk wrk, Application application, Starts starts) implements Session {

		@Override
		public void round(Figures figures) throws IOException, InterruptedException {
			this.starts.round(figures);
			try (StartedApplication with = this.application.off().ready(0);
					StartedApplication without = this.application.plain().ready(0)) {
				loaded(with, without, figures);
			}
		}

		private void loaded(StartedApplication with, StartedApplication without, Figures figures)
				throws IOException, InterruptedException {
			Duration warmUp = this.bench.effort().seconds(6);
			Duration measured = this.bench.effort().seconds(3);
			load(with, warmUp);
			load(without, warmUp);
			figures.add(RATE, WITH, load(with, measured));
			figures.add(RATE, WITHOUT, load(without, measured));
			with.idle(this.bench.effort().of(IDLE));
			figures.add(MEMORY, WITH, ProcessMemory.megabytes(with.pid()));
			figures.add(MEMORY, WITHOUT, ProcessMemory.megabytes(without.pid()));
		}

		private double load(StartedApplication started, Duration duration) throws IOException {
			return this.wrk.keepAlive(started.port(), "/json", duration).rate();
		}

	}

}
