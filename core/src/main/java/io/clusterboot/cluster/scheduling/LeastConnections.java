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

package io.clusterboot.cluster.scheduling;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Chooses the worker with the fewest connections and unfinished requests; equal workers
 * take turns.
 */
final class LeastConnections implements ConnectionScheduler {

	private final RoundRobin equals = new RoundRobin();

	@Override
	public int choose(List<Candidate> candidates, InetSocketAddress client) {
		long least = candidates.stream().mapToLong(LeastConnections::load).min().orElseThrow();
		List<Candidate> idlest = candidates.stream().filter((candidate) -> load(candidate) == least).toList();
		return candidates.indexOf(idlest.get(this.equals.choose(idlest, client)));
	}

	private static long load(Candidate candidate) {
		return candidate.connections() + candidate.requestsInFlight();
	}

}
