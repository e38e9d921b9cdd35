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

package io.clusterboot.benchmarks.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.load.Wrk;
import io.clusterboot.benchmarks.peer.Application;
import io.clusterboot.benchmarks.peer.Stack;
import io.clusterboot.benchmarks.peer.StartedApplication;
import io.clusterboot.benchmarks.process.ProcessMemory;
import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * The memory of a cluster, and of as many JVMs without one, after the same load and some
 * time without requests.
 */
public final class MemoryFamily implements Family {

	private static final String MASTER = "master alone";

	private final Stack stack;

	private final Size two;

	private final Size four;

	private final Row masterAlone;

	/**
	 * A JVM frees what its compilers used within 5 seconds, and a master gives back
	 * memory in two steps after that.
	 */
	private static final Duration IDLE = Duration.ofSeconds(16);

	/**
	 * Create a family.
	 * @param stack what the application is made with
	 */
	public MemoryFamily(Stack stack) {
		this.stack = stack;
		this.two = new Size(stack, 2, 1.0);
		this.four = new Size(stack, 4, 0.85);
		this.masterAlone = Row
			.of(stack.row("memory", "master"), stack.title("beside 2 workers"), Unit.MEGABYTES, Better.LOWER, MASTER)
			.aiming(Aim.atMost(70));
	}

	@Override
	public String title() {
		return this.stack.title("Memory");
	}

	@Override
	public String description() {
		return """
				Proportional set size (PSS), which counts once what processes share, after the same number of seconds of load
				for all JVMs together and 16 s without requests. Workers use an archive of their classes.""";
	}

	@Override
	public List<Row> rows() {
		return List.of(this.two.row, this.four.row, this.masterAlone);
	}

	@Override
	public Set<String> shortRows() {
		return Set.of(this.masterAlone.id());
	}

	@Override
	public int rounds() {
		return 2;
	}

	@Override
	public Set<Unit> charts() {
		return Set.of(Unit.MEGABYTES);
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException, InterruptedException {
		Wrk wrk = new Wrk(bench.tools().require("wrk"));
		Application application = Application.create(bench, this.stack);
		if (!bench.effort().isShort()) {
			application.prepareImage(this.two.jvms);
		}
		return (figures) -> {
			for (Size size : List.of(this.two, this.four)) {
				if (selection.has(size.row)) {
					plain(bench, application, wrk, size, figures);
				}
				if (selection.has(size.row) || (size == this.two && selection.has(this.masterAlone))) {
					cluster(bench, application, wrk, size, figures);
				}
			}
		};
	}

	private void plain(Bench bench, Application application, Wrk wrk, Size size, Figures figures)
			throws IOException, InterruptedException {
		Duration load = bench.effort().seconds(8);
		List<StartedApplication> plain = new ArrayList<>();
		try {
			for (int i = 0; i < size.jvms; i++) {
				plain.add(application.plain());
			}
			for (StartedApplication each : plain) {
				each.ready(0);
			}
			List<Long> pids = new ArrayList<>();
			for (StartedApplication each : plain) {
				wrk.keepAlive(each.port(), "/json", load.dividedBy(size.jvms));
				pids.addAll(each.pids());
			}
			plain.get(0).idle(bench.effort().of(IDLE));
			figures.add(size.row, size.plain, ProcessMemory.megabytes(pids));
		}
		finally {
			plain.forEach(StartedApplication::close);
		}
	}

	private void cluster(Bench bench, Application application, Wrk wrk, Size size, Figures figures)
			throws IOException, InterruptedException {
		try (StartedApplication cluster = application.cluster(size.jvms)) {
			cluster.ready(size.jvms);
			wrk.keepAlive(cluster.port(), "/json", bench.effort().seconds(8));
			cluster.idle(bench.effort().of(IDLE));
			figures.add(size.row, size.cluster, ProcessMemory.megabytes(cluster.pids()));
			if (size == this.two) {
				figures.add(this.masterAlone, MASTER, ProcessMemory.megabytes(cluster.pid()));
			}
		}
	}

	private static final class Size {

		private final int jvms;

		private final String cluster;

		private final String plain;

		private final Row row;

		private Size(Stack stack, int jvms, double aim) {
			this.jvms = jvms;
			this.cluster = "master and %d workers".formatted(jvms);
			this.plain = "%d plain JVMs".formatted(jvms);
			this.row = Row
				.of(stack.row("memory", Integer.toString(jvms)), stack.title(jvms + " JVMs that serve"), Unit.MEGABYTES,
						Better.LOWER, this.cluster)
				.against(this.plain, Aim.atMost(aim));
		}

	}

}
