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

package io.clusterboot.benchmarks.tomcat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.load.Wrk;
import io.clusterboot.benchmarks.peer.Application;
import io.clusterboot.benchmarks.peer.Stack;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * How fast a cluster serves with Tomcat, with threads of the platform and with virtual
 * ones. All contestants are started once and stay; in each round each has a turn under
 * each load.
 */
public final class TomcatFamily implements Family {

	private static final int FIRST_VIRTUAL_THREADS = 21;

	private static final List<Comparison> COMPARISONS = Stream.of(Threads.values())
		.flatMap((threads) -> Stream.of(Load.values()).map((load) -> new Comparison(threads, load)))
		.toList();

	@Override
	public String title() {
		return "Tomcat";
	}

	@Override
	public String description() {
		return """
				Two workers with the default policy, and one JVM; `wrk` is the client, as above. Virtual threads
				(`spring.threads.virtual.enabled`) are measured on JDK 21 and later.""";
	}

	@Override
	public List<Row> rows() {
		return COMPARISONS.stream().map(Comparison::row).toList();
	}

	@Override
	public Set<String> shortRows() {
		return Set.of("tomcat/json-rate", "tomcat/close-rate");
	}

	@Override
	public int rounds() {
		return 5;
	}

	@Override
	public Set<Unit> charts() {
		return Set.of(Unit.PER_SECOND);
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException, InterruptedException {
		Wrk wrk = new Wrk(bench.tools().require("wrk"));
		Application application = Application.create(bench, Stack.TOMCAT);
		Rounds rounds = new Rounds(bench, wrk, new ArrayList<>());
		try {
			for (Threads threads : Threads.values()) {
				List<Comparison> wanted = COMPARISONS.stream()
					.filter((comparison) -> comparison.threads() == threads && selection.has(comparison.row()))
					.toList();
				if (wanted.isEmpty()) {
					continue;
				}
				if (threads == Threads.VIRTUAL && Runtime.version().feature() < FIRST_VIRTUAL_THREADS) {
					System.out.println("**** Tomcat: virtual threads left out, as this JDK has none ****");
					continue;
				}
				rounds.pairs().add(Pair.start(bench, application, threads, wanted));
			}
			rounds.warmUp();
			return rounds;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			rounds.close();
			throw ex;
		}
	}

	/**
	 * What is done in each round.
	 */
	private record Rounds(Bench bench, Wrk wrk, List<Pair> pairs) implements Session {

		void warmUp() throws IOException {
			for (Pair pair : this.pairs) {
				pair.warmUp(this.wrk, this.bench.effort());
			}
		}

		@Override
		public void round(Figures figures) throws IOException {
			for (Pair pair : this.pairs) {
				pair.measure(this.wrk, this.bench.effort().seconds(3), figures);
			}
		}

		@Override
		public void close() {
			this.pairs.forEach(Pair::close);
		}

	}

}
