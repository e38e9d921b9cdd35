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

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Effort;
import io.clusterboot.benchmarks.load.SteadyRate;
import io.clusterboot.benchmarks.load.Wrk;
import io.clusterboot.benchmarks.peer.Application;
import io.clusterboot.benchmarks.peer.Server;
import io.clusterboot.benchmarks.peer.StartedApplication;
import io.clusterboot.benchmarks.row.Figures;

/**
 * A cluster and one JVM with the same kind of threads. It owns them.
 *
 * @param comparisons what they are compared in
 * @param servers both, by the names of the contestants
 */
record Pair(List<Comparison> comparisons, Map<String, Server> servers) implements Closeable {

	private static final int WORKERS = 2;

	static Pair start(Bench bench, Application application, Threads threads, List<Comparison> comparisons)
			throws IOException, InterruptedException {
		String argument = threads.argument();
		if (!bench.effort().isShort()) {
			application.prepareImage(WORKERS, argument);
		}
		StartedApplication plain = application.plain(argument);
		try {
			plain.ready(0);
			return new Pair(comparisons, Map.of(Comparison.plain(threads), plain, Comparison.cluster(threads),
					application.cluster(WORKERS, argument).ready(WORKERS)));
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			plain.close();
			throw ex;
		}
	}

	void warmUp(Wrk wrk, Effort effort) throws IOException {
		for (Comparison comparison : this.comparisons) {
			for (Server server : this.servers.values()) {
				SteadyRate.Turn turn = () -> comparison.load().run(wrk, server.port(), effort.seconds(5)).rate();
				if (effort.isShort()) {
					turn.rate();
				}
				else {
					SteadyRate.await(turn);
				}
			}
		}
	}

	void measure(Wrk wrk, Duration duration, Figures figures) throws IOException {
		for (Comparison comparison : this.comparisons) {
			for (Map.Entry<String, Server> each : this.servers.entrySet()) {
				figures.add(comparison.row(), each.getKey(),
						comparison.load().run(wrk, each.getValue().port(), duration).rate());
			}
		}
	}

	@Override
	public void close() {
		this.servers.values().forEach(Server::close);
	}

}
