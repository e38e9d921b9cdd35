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

import java.util.function.IntFunction;

import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;

/**
 * The rows of the workers on the scoreboard.
 */
interface WorkerRows {

	/**
	 * Reserve space for a number of workers.
	 * @throws RuntimeException if there is no space for so many
	 */
	void reserve(int workers);

	/**
	 * Take a free row.
	 * @return its number
	 * @throws RuntimeException if there is none
	 */
	int allocate();

	/**
	 * Take a free row for something that has it as long as it exists.
	 * @param creation creates it from the number of the row; if that fails, the row is
	 * free again
	 * @return what was created
	 * @throws RuntimeException if there is no free row, or it can't be created
	 */
	default <T> T allocateFor(IntFunction<T> creation) {
		int row = allocate();
		try {
			return creation.apply(row);
		}
		catch (RuntimeException | Error ex) {
			free(row);
			throw ex;
		}
	}

	/**
	 * Return a row that was taken.
	 */
	ScoreboardRow row(int index);

	/**
	 * Read all values of a row.
	 */
	ScoreboardEntry read(ScoreboardRow row);

	/**
	 * Read the number of connections in a row that count for the limits.
	 */
	long connections(ScoreboardRow row);

	/**
	 * Read how the threads for requests do.
	 */
	ThreadPoolLoad threadPool(ScoreboardRow row);

	/**
	 * Publish the whole cluster for its workers.
	 */
	void publish(ClusterSummary summary);

	/**
	 * Publish which worker leads.
	 */
	void lead(LeaderTerm term);

	/**
	 * Publish until when a worker may lead.
	 * @param end the time of the control loop, 0 for no end
	 */
	void leaseEnd(long end);

	/**
	 * Show the workers that the control loop makes progress.
	 */
	void pulse();

	/**
	 * Give a row back. One that is not taken stays as it is.
	 */
	void free(int index);

	/**
	 * Return the rows of a scoreboard.
	 */
	static WorkerRows of(Scoreboard scoreboard) {
		return new WorkerRows() {

			@Override
			public void reserve(int workers) {
				scoreboard.reserve(workers);
			}

			@Override
			public int allocate() {
				return scoreboard.allocate();
			}

			@Override
			public ScoreboardRow row(int index) {
				return scoreboard.row(index);
			}

			@Override
			public ScoreboardEntry read(ScoreboardRow row) {
				return row.read();
			}

			@Override
			public long connections(ScoreboardRow row) {
				return row.reservedConnections();
			}

			@Override
			public ThreadPoolLoad threadPool(ScoreboardRow row) {
				return row.threadPool();
			}

			@Override
			public void publish(ClusterSummary summary) {
				scoreboard.masterRow().published().summary(summary);
			}

			@Override
			public void lead(LeaderTerm term) {
				scoreboard.masterRow().published().leader(term);
			}

			@Override
			public void leaseEnd(long end) {
				scoreboard.masterRow().published().leaseEnd(end);
			}

			@Override
			public void pulse() {
				scoreboard.masterRow().published().pulse(System.nanoTime());
			}

			@Override
			public void free(int index) {
				scoreboard.free(index);
			}

		};
	}

}
