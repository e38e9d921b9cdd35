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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures channels, handles and forks of this library against Node, and prints a table.
 * Every trial is two fresh processes. Our trials and those of the peers alternate, so
 * other work of the machine disturbs all of them alike. One process runs at a time; it
 * ends its own child, and is ended if it takes too long.
 */
public final class IpcBenchmarks {

	private IpcBenchmarks() {
	}

	/**
	 * Run the benchmarks.
	 * @param args see the README of this module
	 * @throws IOException if the scripts cannot be written to a temporary directory
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		Plan plan = Plan.parse(args);
		Results results = new Results();
		long start = System.nanoTime();
		String loadBefore = load();
		int rounds = 0;
		try (Commands commands = Commands.prepare()) {
			for (int round = 1; round <= plan.rounds(); round++) {
				if (round > 1 && System.nanoTime() - start > plan.limit().toNanos()) {
					System.out.printf("Time is up after %d of %d rounds%n", round - 1, plan.rounds());
					break;
				}
				System.out.printf("Round %d of %d%n", round, plan.rounds());
				round(commands, plan, results);
				rounds = round;
			}
		}
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("%n%s%n", results.toMarkdown());
		System.out.printf(
				"Java %s, %d processors, load before %s, after %s; %d rounds of %d ms after %d ms (JVMs) or %d ms; %d s%n",
				Runtime.version(), Runtime.getRuntime().availableProcessors(), loadBefore, load(), rounds,
				plan.measured().toMillis(), plan.jvmWarmUp().toMillis(), plan.warmUp().toMillis(), elapsed.toSeconds());
	}

	private static void round(Commands commands, Plan plan, Results results) {
		for (Row row : Row.all()) {
			if (!plan.includes(row)) {
				continue;
			}
			List<Contestant> contestants = new ArrayList<>(List.of(Contestant.OURS));
			row.peers().keySet().stream().sorted().forEach(contestants::add);
			for (Contestant contestant : contestants) {
				if (!commands.isMissing(contestant)) {
					Measurement measurement = commands.run(contestant, row, plan);
					System.out.printf("  %s, %s: %s%n", row.title(), contestant, row.format(measurement));
					results.add(row, contestant, measurement);
				}
			}
		}
	}

	private static String load() {
		try {
			return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
