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

package io.clusterboot.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.clusterboot.sample.SampleProcess.Worker;

/**
 * How many of some new connections each worker had.
 *
 * @param byPid the number of connections, by process
 */
record Spread(Map<Long, Integer> byPid) {

	/**
	 * A request after which the server closes the connection.
	 */
	static final String ONLY_REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

	/**
	 * Open the next connection when the last one has been answered and closed.
	 */
	static Spread oneAtATime(SampleClient client, int count) {
		return count((spread) -> {
			for (int i = 0; i < count; i++) {
				try (KeptConnection connection = client.keepConnection()) {
					spread.add(connection.request(ONLY_REQUEST).awaitServedBy().pid());
				}
			}
		});
	}

	/**
	 * Open many connections, then ask on all, then read all answers, and begin again.
	 */
	static Spread inBursts(SampleClient client, int count, int size) {
		return count((spread) -> {
			for (int done = 0; done < count; done += size) {
				burst(client, size, ONLY_REQUEST, spread);
			}
		});
	}

	/**
	 * Open connections that all stay open until the last of them was answered.
	 */
	static Spread atOnce(SampleClient client, int count) {
		return count((spread) -> burst(client, count, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", spread));
	}

	private static void burst(SampleClient client, int size, String request, List<Long> spread) {
		List<KeptConnection> connections = new ArrayList<>();
		try {
			for (int i = 0; i < size; i++) {
				connections.add(client.keepConnection());
			}
			connections.forEach((connection) -> connection.request(request));
			connections.forEach((connection) -> spread.add(connection.awaitServedBy().pid()));
		}
		finally {
			connections.forEach(KeptConnection::close);
		}
	}

	private static Spread count(Consumer<List<Long>> asking) {
		List<Long> pids = new ArrayList<>();
		asking.accept(pids);
		Map<Long, Integer> byPid = new TreeMap<>();
		pids.forEach((pid) -> byPid.merge(pid, 1, Integer::sum));
		return new Spread(byPid);
	}

	/**
	 * How many connections a worker had.
	 */
	int of(Worker worker) {
		return this.byPid.getOrDefault(worker.pid(), 0);
	}

	/**
	 * How much more than its share the busiest of a number of workers had.
	 */
	double busiest(int workers) {
		double mean = (double) this.byPid.values().stream().mapToInt(Integer::intValue).sum() / workers;
		return Collections.max(this.byPid.values()) / mean;
	}

}
