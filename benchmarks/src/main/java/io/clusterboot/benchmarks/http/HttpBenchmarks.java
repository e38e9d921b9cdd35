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

package io.clusterboot.benchmarks.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Measures clusters that serve HTTP against clusters of Node, with {@code wrk}, and
 * prints tables. All clusters are started once and stay; in each round each has a turn
 * under each load, so other work of the machine disturbs all of them alike.
 */
public final class HttpBenchmarks {

	private static final int WORKERS = 2;

	private static final Wrk WRK = new Wrk(64);

	private static final String USAGE = "Options: --short, --rounds=<number>, --only=<regular expression for clusters>";

	private int rounds = 5;

	private Duration warmUp = Duration.ofSeconds(15);

	private Duration measured = Duration.ofSeconds(4);

	private Pattern only = Pattern.compile("");

	private HttpBenchmarks() {
	}

	/**
	 * Run the benchmarks.
	 * @param args see the README of this module
	 * @throws IOException if a cluster does not start
	 */
	public static void main(String[] args) throws IOException {
		for (List<String> tool : List.of(List.of("wrk", "-v"), List.of("node", "--version"))) {
			try {
				new ProcessBuilder(tool).redirectErrorStream(true).start().destroy();
			}
			catch (IOException ex) {
				System.out.printf("**** Missing tool: %s. Nothing is measured ****%n", tool.get(0));
				return;
			}
		}
		new HttpBenchmarks().with(args).run();
	}

	private HttpBenchmarks with(String[] options) {
		for (String option : options) {
			if (option.equals("--short")) {
				this.rounds = 1;
				this.warmUp = Duration.ofSeconds(2);
				this.measured = Duration.ofSeconds(2);
			}
			else if (option.startsWith("--rounds=")) {
				this.rounds = Integer.parseInt(option.substring("--rounds=".length()));
			}
			else if (option.startsWith("--only=")) {
				this.only = Pattern.compile(option.substring("--only=".length()));
			}
			else {
				throw new IllegalArgumentException("%s%n%s".formatted(option, USAGE));
			}
		}
		return this;
	}

	private void run() throws IOException {
		Path script = Files.createTempFile("clusterboot-benchmarks", ".js");
		Map<Cluster, RunningCluster> clusters = new EnumMap<>(Cluster.class);
		try {
			try (InputStream resource = HttpBenchmarks.class.getResourceAsStream("server.js")) {
				if (resource == null) {
					throw new IllegalStateException("server.js is not on the class path");
				}
				Files.write(script, resource.readAllBytes());
			}
			for (Cluster cluster : Cluster.values()) {
				if (this.only.matcher(cluster.toString()).find()) {
					clusters.put(cluster, RunningCluster.start(cluster, WORKERS, script));
				}
			}
			System.out.printf("%n%s%n", measure(clusters).toMarkdown());
		}
		finally {
			clusters.values().forEach(RunningCluster::close);
			Files.deleteIfExists(script);
		}
		System.out.printf("Java %s, %d processors, %d workers, %d connections, %d rounds of %d s after %d s%n",
				Runtime.version(), Runtime.getRuntime().availableProcessors(), WORKERS, WRK.connections(), this.rounds,
				this.measured.toSeconds(), this.warmUp.toSeconds());
	}

	private HttpResults measure(Map<Cluster, RunningCluster> clusters) throws IOException {
		for (Map.Entry<Cluster, RunningCluster> cluster : clusters.entrySet()) {
			for (Load load : loads(cluster.getKey())) {
				cluster.getValue().run(WRK, load, this.warmUp);
			}
		}
		HttpResults results = new HttpResults();
		for (int round = 1; round <= this.rounds; round++) {
			System.out.printf("Round %d of %d%n", round, this.rounds);
			for (Load load : Load.values()) {
				for (Map.Entry<Cluster, RunningCluster> cluster : clusters.entrySet()) {
					if (loads(cluster.getKey()).contains(load)) {
						Trial trial = cluster.getValue().run(WRK, load, this.measured);
						System.out.printf("  %s, %s: %,.0f/s, %.0f µs, master %.1f µs%n", load, cluster.getKey(),
								trial.rate(), trial.worked(), trial.masterWorked());
						results.add(load, cluster.getKey(), trial);
					}
				}
			}
		}
		for (Map.Entry<Cluster, RunningCluster> cluster : clusters.entrySet()) {
			results.memory(cluster.getKey(), cluster.getValue().megabytes());
		}
		return results;
	}

	private static List<Load> loads(Cluster cluster) {
		return Comparison.all()
			.stream()
			.filter((comparison) -> comparison.ours() == cluster || comparison.peer() == cluster)
			.map(Comparison::load)
			.distinct()
			.toList();
	}

}
