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

package io.clusterboot.benchmarks.start;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.peer.Application;
import io.clusterboot.benchmarks.peer.StartedApplication;
import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * Starts the application alone, as a cluster that never started before, and as a cluster
 * whose image has an archive, in turns.
 */
public final class StartFamily implements Family {

	private static final int WORKERS = 2;

	private static final Duration IDLE = Duration.ofSeconds(10);

	private static final String PLAIN = "plain JVM";

	private static final String FIRST = "cluster, first start ever";

	private static final String WITH_IMAGE = "cluster, with an image";

	private static final String WORKER = "worker, from its fork";

	private static final String REPLACEMENT = "worker, from kill -9";

	private static final Row FIRST_START = row("first-start", "`java -jar` to the first answer, first start ever",
			FIRST)
		.against(PLAIN, Aim.atMost(1.3));

	private static final Row FIRST_ANSWER = row("first-answer", "`java -jar` to the first answer", WITH_IMAGE)
		.against(PLAIN);

	private static final Row ALL_WORKERS = row("all-workers", "`java -jar` to all workers listening", WITH_IMAGE)
		.against(PLAIN, Aim.atMost(1));

	private static final Row FORK = row("fork", "to listening", WORKER).against(PLAIN,
			Aim.atMost((Runtime.version().feature() < 25) ? 0.40 : 0.36));

	private static final Row KILL = row("kill", "`kill -9` to the replacement listening", REPLACEMENT).against(WORKER,
			Aim.atMost(1.15));

	private static Row row(String name, String title, String subject) {
		return Row.of("start/" + name, title, Unit.SECONDS, Better.LOWER, subject);
	}

	@Override
	public String title() {
		return "Starts";
	}

	@Override
	public String description() {
		return """
				Two workers. Each round starts the application alone, a cluster that has no image, and a cluster whose image
				has an archive of its classes, one after another. When the last one has been idle for ten seconds, so that its
				compilers are too, a worker is killed; the fork of its replacement is the one that is measured.""";
	}

	@Override
	public List<Row> rows() {
		return List.of(FIRST_START, FIRST_ANSWER, ALL_WORKERS, FORK, KILL);
	}

	@Override
	public Set<String> shortRows() {
		return Set.of(FIRST_START.id());
	}

	@Override
	public int rounds() {
		return 5;
	}

	@Override
	public Set<Unit> charts() {
		return Set.of(Unit.SECONDS);
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException, InterruptedException {
		Application shared = Application.create(bench);
		boolean image = selection.hasAny(List.of(FIRST_ANSWER, ALL_WORKERS, FORK, KILL));
		if (image) {
			shared.prepareImage(WORKERS);
		}
		return (figures) -> {
			alone(shared, figures);
			if (selection.has(FIRST_START)) {
				first(Application.create(bench), figures);
			}
			if (image) {
				withImage(shared, figures);
			}
		};
	}

	private static void alone(Application application, Figures figures) throws IOException, InterruptedException {
		try (StartedApplication plain = application.plain()) {
			double listening = plain.awaitListening();
			double answer = plain.awaitAnswer();
			figures.add(FIRST_START, PLAIN, answer);
			figures.add(FIRST_ANSWER, PLAIN, answer);
			figures.add(ALL_WORKERS, PLAIN, listening);
			figures.add(FORK, PLAIN, listening);
		}
	}

	private static void first(Application application, Figures figures) throws IOException, InterruptedException {
		try (StartedApplication cluster = application.cluster(WORKERS)) {
			cluster.awaitListening();
			figures.add(FIRST_START, FIRST, cluster.awaitAnswer());
			cluster.awaitServing();
		}
	}

	private static void withImage(Application application, Figures figures) throws IOException, InterruptedException {
		try (StartedApplication cluster = application.cluster(WORKERS)) {
			cluster.awaitListening();
			figures.add(FIRST_ANSWER, WITH_IMAGE, cluster.awaitAnswer());
			figures.add(ALL_WORKERS, WITH_IMAGE, cluster.awaitServing());
			cluster.idle(IDLE);
			StartedApplication.Replacement replacement = cluster.replace();
			figures.add(FORK, WORKER, replacement.sinceFork());
			figures.add(KILL, REPLACEMENT, replacement.sinceKill());
			figures.add(KILL, WORKER, replacement.sinceFork());
		}
	}

}
