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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts the packaged sample alone and as a cluster, in turns, and prints a table.
 */
public final class StartBenchmarks {

	private static final int WORKERS = 2;

	private static final int REQUESTS = 2000;

	private static final String USAGE = "Options: --short, --rounds=<number>, --jar=<packaged sample>";

	private int rounds = 5;

	private int requests = REQUESTS;

	private Path jar = Path.of("sample-app", "target", "clusterboot-sample-app.jar");

	private final StartResults results = new StartResults();

	private StartBenchmarks() {
	}

	/**
	 * Run the benchmarks.
	 * @param args see the README of this module
	 * @throws IOException if the sample does not start
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		new StartBenchmarks().with(args).run();
	}

	private StartBenchmarks with(String[] options) {
		for (String option : options) {
			if (option.equals("--short")) {
				this.rounds = 1;
				this.requests = REQUESTS / 10;
			}
			else if (option.startsWith("--rounds=")) {
				this.rounds = Integer.parseInt(option.substring("--rounds=".length()));
			}
			else if (option.startsWith("--jar=")) {
				this.jar = Path.of(option.substring("--jar=".length()));
			}
			else {
				throw new IllegalArgumentException("%s%n%s".formatted(option, USAGE));
			}
		}
		return this;
	}

	private void run() throws IOException, InterruptedException {
		Path images = Files.createTempDirectory("clusterboot-benchmarks");
		try {
			for (int round = 0; round <= this.rounds; round++) {
				// The first one warms up the file system, and makes the archive
				System.out.printf((round == 0) ? "Warm-up%n" : "Round %d of %d%n", round, this.rounds);
				round(images, images.resolve("first-" + round), round > 0);
			}
			System.out.printf("%n%s%n", this.results.toMarkdown());
		}
		finally {
			delete(images);
		}
		System.out.printf("Java %s, %d processors, %d workers, %d rounds%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), WORKERS, this.rounds);
	}

	private void round(Path images, Path none, boolean counts) throws IOException, InterruptedException {
		double plain;
		double plainMemory;
		try (StartedSample sample = StartedSample.start(this.jar, none, 0)) {
			plain = sample.awaitAnswer();
			sample.load(this.requests);
			plainMemory = counts ? sample.idleMegabytes() : 0;
		}
		double first;
		try (StartedSample sample = StartedSample.start(this.jar, none, WORKERS)) {
			first = sample.awaitAnswer();
			sample.awaitServing();
		}
		delete(none);
		Path shared = images.resolve("shared");
		try (StartedSample sample = StartedSample.start(this.jar, shared, WORKERS)) {
			double answer = sample.awaitAnswer();
			double all = sample.awaitServing();
			if (!counts) {
				sample.awaitArchive();
				return;
			}
			sample.load(this.requests);
			StartedSample.Replacement replacement = sample.replace();
			sample.load(this.requests);
			this.results.add(StartRow.FIRST_START, first, plain);
			this.results.add(StartRow.FIRST_ANSWER, answer, plain);
			this.results.add(StartRow.ALL_WORKERS, all, plain);
			this.results.add(StartRow.FORK, replacement.sinceFork(), plain);
			this.results.add(StartRow.REPLACEMENT, replacement.sinceKill(), replacement.sinceFork());
			this.results.add(StartRow.MEMORY, sample.idleMegabytes(), 2 * plainMemory);
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.notExists(directory)) {
			return;
		}
		try (Stream<Path> files = Files.walk(directory)) {
			List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
			for (Path file : deepestFirst) {
				Files.delete(file);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
