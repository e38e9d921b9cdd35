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

package io.clusterboot.test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the clients of a {@link LoadProbe} have seen so far. Every request is counted
 * once: as answered, or as one of the three kinds of failures.
 *
 * @param answered how many requests were answered completely, with a status below 500
 * @param lost how many were sent and not answered completely
 * @param notConnected how many were not sent, as no connection could be opened
 * @param serverErrors how many were answered with a status from 500 on
 * @param repeated how many of them were sent a second time, as a browser does; 0 unless
 * that was asked for
 * @param closedByServer how many kept connections the server has closed between two
 * requests, or announced to close with its answer, which loses nothing
 * @param statuses how many answers of each status there were
 * @param byWorker how many requests each worker has answered, by the value of the header
 * that names it; empty if answers have no such header
 * @param failures the first failures, at most {@value #MAX_FAILURES}
 */
public record LoadReport(long answered, long lost, long notConnected, long serverErrors, long repeated,
		long closedByServer, Map<Integer, Long> statuses, Map<String, Long> byWorker, List<FailedRequest> failures) {

	/**
	 * Largest number of failures that are kept.
	 */
	public static final int MAX_FAILURES = 20;

	/**
	 * Create a report.
	 */
	public LoadReport {
		statuses = Map.copyOf(statuses);
		byWorker = Map.copyOf(byWorker);
		failures = List.copyOf(failures);
	}

	/**
	 * Return how many requests there were.
	 * @return the number, without those that are not decided
	 */
	public long requests() {
		return this.answered + failed();
	}

	/**
	 * Return how many requests failed, however.
	 * @return the sum of those that were lost, not connected, or answered with an error
	 */
	public long failed() {
		return this.lost + this.notConnected + this.serverErrors;
	}

	@Override
	public String toString() {
		return "%d answered %s, %d lost, %d not connected, %d server errors; by worker %s; %d connections closed by the server, %d requests repeated%s"
			.formatted(this.answered, new TreeMap<>(this.statuses), this.lost, this.notConnected, this.serverErrors,
					new TreeMap<>(this.byWorker), this.closedByServer, this.repeated,
					this.failures.isEmpty() ? ""
							: this.failures.stream()
								.map(FailedRequest::toString)
								.collect(Collectors.joining("\n- ", "; the first failures:\n- ", "")));
	}

}
