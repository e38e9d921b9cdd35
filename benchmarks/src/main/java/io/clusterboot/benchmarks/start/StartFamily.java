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
import io.clusterboot.benchmarks.peer.Stack;
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

	private final Stack stack;

	private final Row firstStart;

	private final Row firstAnswer;

	private final Row allWorkers;

	private final Row fork;

	private final Row kill;

	/**
	 * Create a family.
	 * @param stack what the application is made with
	 */
	public StartFamily(Stack stack) {
		this.stack = stack;
		this.firstStart = row("first-start", "`java -jar` to the first answer, first start ever", FIRST).against(PLAIN,
				Aim.atMost(1.3));
		this.firstAnswer = row("first-answer", "`java -jar` to the first answer", WITH_IMAGE).against(PLAIN);
		this.allWorkers = row("all-workers", "`java -jar` to all workers listening", WITH_IMAGE).against(PLAIN,
				Aim.atMost(1));
		this.fork = row("fork", "to listening", WORKER).against(PLAIN,
				Aim.atMost((Runtime.version().feature() < 25) ? 0.40 : 0.36));
		this.kill = row("kill", "`kill -9` to the replacement listening", REPLACEMENT).against(WORKER,
				Aim.atMost(1.15));
	}

	private Row row(String name, String title, String subject) {
		return Row.of(this.stack.row("start", name), this.stack.title(title), Unit.SECONDS, Better.LOWER, subject);
	}

	@Override
	public String title() {
		return this.stack.title("Starts");
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
		return List.of(this.firstStart, this.firstAnswer, this.allWorkers, this.fork, this.kill);
	}

	@Override
	public Set<String> shortRows() {
		return Set.of(this.firstStart.id());
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
		Application shared = Application.create(bench, this.stack);
		boolean image = selection.hasAny(List.of(this.firstAnswer, this.allWorkers, this.fork, this.kill));
		if (image) {
			shared.prepareImage(WORKERS);
		}
		return (figures) -> {
			alone(shared, figures);
			if (selection.has(this.firstStart)) {
				first(Application.create(bench, this.stack), figures);
			}
			if (image) {
				withImage(shared, figures);
			}
		};
	}

	private void alone(Application application, Figures figures) throws IOException, InterruptedException {
		try (StartedApplication plain = application.plain()) {
			double listening = plain.awaitListening();
			double answer = plain.awaitAnswer();
			figures.add(this.firstStart, PLAIN, answer);
			figures.add(this.firstAnswer, PLAIN, answer);
			figures.add(this.allWorkers, PLAIN, listening);
			figures.add(this.fork, PLAIN, listening);
		}
	}

	private void first(Application application, Figures figures) throws IOException, InterruptedException {
		try (StartedApplication cluster = application.cluster(WORKERS)) {
			cluster.awaitListening();
			figures.add(this.firstStart, FIRST, cluster.awaitAnswer());
			cluster.awaitServing();
		}
	}

	private void withImage(Application application, Figures figures) throws IOException, InterruptedException {
		try (StartedApplication cluster = application.cluster(WORKERS)) {
			cluster.awaitListening();
			figures.add(this.firstAnswer, WITH_IMAGE, cluster.awaitAnswer());
			figures.add(this.allWorkers, WITH_IMAGE, cluster.awaitServing());
			cluster.idle(IDLE);
			StartedApplication.Replacement replacement = cluster.replace();
			figures.add(this.fork, WORKER, replacement.sinceFork());
			figures.add(this.kill, REPLACEMENT, replacement.sinceKill());
			figures.add(this.kill, WORKER, replacement.sinceFork());
		}
	}

}
