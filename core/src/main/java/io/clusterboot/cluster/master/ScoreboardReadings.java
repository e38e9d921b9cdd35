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

package io.clusterboot.cluster.master;

import java.time.Duration;

import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;
import org.jspecify.annotations.Nullable;

/**
 * What a worker wrote on the scoreboard. The values are kept when the worker ends, since
 * its row goes to another worker. Confined to the control loop.
 */
final class ScoreboardReadings {

	private final WorkerRows rows;

	private final ScoreboardRow row;

	private @Nullable ScoreboardEntry last;

	ScoreboardReadings(WorkerRows rows, ScoreboardRow row) {
		this.rows = rows;
		this.row = row;
	}

	/**
	 * Return the present values, or the last ones if the worker has ended.
	 */
	ScoreboardEntry entry() {
		return (this.last != null) ? this.last : this.rows.read(this.row);
	}

	/**
	 * Read the values for the last time. They are zero if that fails: the worker has
	 * ended anyway.
	 */
	ScoreboardEntry keep() {
		this.last = Attempt.get("read the row of a worker that ended", () -> this.rows.read(this.row),
				ScoreboardEntry.NONE);
		return this.last;
	}

	/**
	 * Return what a worker serves and has served.
	 * @param answerTime the time that all answers took together, in nanoseconds
	 */
	static WorkerStatus.Traffic traffic(ScoreboardEntry entry, long answerTime) {
		return new WorkerStatus.Traffic(entry.activeConnections(), entry.acceptedConnections(),
				entry.requestsInFlight(), entry.requests(), entry.serverErrors(), entry.drainedRequests(),
				entry.abortedRequests(), Duration.ofNanos(answerTime), Duration.ofMillis(entry.loopLagMillis()));
	}

	ScoreboardRow row() {
		return this.row;
	}

	/**
	 * Return how the threads for requests do, as long as the worker lives.
	 */
	ThreadPoolLoad threadPool() {
		return (this.last != null) ? ThreadPoolLoad.NONE : this.rows.threadPool(this.row);
	}

	ErrorCounts errorCounts() {
		ScoreboardEntry entry = entry();
		return new ErrorCounts(entry.requests(), entry.serverErrors());
	}

	/**
	 * Return the number of connections that the worker has taken.
	 */
	long connections() {
		return this.rows.connections(this.row);
	}

}
