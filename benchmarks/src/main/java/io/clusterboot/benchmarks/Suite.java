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

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.MissingToolException;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.bench.Tools;
import io.clusterboot.benchmarks.bench.WorkDirectory;
import io.clusterboot.benchmarks.http.HttpFamily;
import io.clusterboot.benchmarks.ipc.IpcFamily;
import io.clusterboot.benchmarks.memory.MemoryFamily;
import io.clusterboot.benchmarks.off.OffFamily;
import io.clusterboot.benchmarks.peer.Stack;
import io.clusterboot.benchmarks.process.Processes;
import io.clusterboot.benchmarks.replace.ReplaceFamily;
import io.clusterboot.benchmarks.report.Report;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.scale.ScaleFamily;
import io.clusterboot.benchmarks.start.StartFamily;
import io.clusterboot.benchmarks.tomcat.TomcatFamily;
import io.clusterboot.benchmarks.warmup.WarmUpFamily;

/**
 * Measures all families, one after another, and writes the report. A family that fails is
 * reported, and the others go on.
 */
public final class Suite {

	private static final List<Family> FAMILIES = List.of(new StartFamily(Stack.REACTOR_NETTY),
			new MemoryFamily(Stack.REACTOR_NETTY), new HttpFamily(), new TomcatFamily(), new StartFamily(Stack.TOMCAT),
			new MemoryFamily(Stack.TOMCAT), new WarmUpFamily(), new ReplaceFamily(), new OffFamily(), new ScaleFamily(),
			new IpcFamily());

	private final Options options;

	private final Bench bench;

	private final Report report;

	private boolean failed;

	private Suite(Options options, Bench bench, Report report) {
		this.options = options;
		this.bench = bench;
		this.report = report;
	}

	/**
	 * Run the benchmarks.
	 * @param args see the README of this module
	 * @throws IOException if the report cannot be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		System.setProperty("java.awt.headless", "true");
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		Locale.setDefault(Locale.ROOT);
		if (List.of(args).contains("--list")) {
			FAMILIES.forEach((family) -> family.rows().forEach((row) -> System.out.println(row.id())));
			return;
		}
		Path artifacts = artifacts();
		Options options = Options.parse(args, artifacts.resolve("report"));
		Tools tools = new Tools();
		Report report = Report.open(options.report(), tools, options.append());
		boolean failed;
		try (WorkDirectory directory = WorkDirectory.create(artifacts); Processes processes = Processes.create()) {
			Bench bench = new Bench(options.effort(), tools, processes, artifacts, directory.path());
			Suite suite = new Suite(options, bench, report);
			suite.run();
			failed = suite.failed;
		}
		System.out.printf("%n%s%n", report.write(FAMILIES, options.readme()));
		if (failed) {
			System.exit(1);
		}
	}

	/**
	 * Return the folder of the jar, or of the classes, of the suite.
	 */
	private static Path artifacts() {
		try {
			return Path.of(Suite.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolveSibling("");
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void run() throws IOException, InterruptedException {
		for (Family family : FAMILIES) {
			Selection selection = this.options.select(family);
			int rounds = this.options.roundsOf(family);
			if (!selection.rows().isEmpty() && rounds > 0) {
				run(family, selection, rounds);
			}
		}
	}

	private void run(Family family, Selection selection, int rounds) throws IOException, InterruptedException {
		System.out.printf("%n%s%n", family.title());
		long start = System.nanoTime();
		Figures figures = new Figures(selection);
		try (Session session = family.open(this.bench, selection)) {
			for (int round = 1; round <= rounds; round++) {
				System.out.printf("Round %d of %d%n", round, rounds);
				session.round(figures);
				this.report.add(figures.values());
			}
		}
		catch (MissingToolException ex) {
			System.out.printf("**** %s: left out without %s ****%n", family.title(), ex.getMessage());
		}
		catch (IOException | RuntimeException ex) {
			this.failed = true;
			System.out.printf("**** %s failed: %s ****%n", family.title(), ex);
			for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
				System.out.printf("  caused by %s%n", cause);
			}
		}
		System.out.printf("%s: %d s%n", family.title(), (System.nanoTime() - start) / 1_000_000_000);
	}

}
