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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;

/**
 * Checks whether workers serve in turn. A worker that stands still for a moment, since
 * other processes use the processors too, misses its turns, and should. So the check is
 * for many connections in a row that were served in turn, which never happens by chance.
 */
final class Turns {

	private static final int IN_A_ROW = 100;

	private final int workers;

	private final Deque<Long> last = new ArrayDeque<>();

	private int inARow;

	private Turns(int workers) {
		this.workers = workers;
	}

	/**
	 * Open one connection after the other until enough of them in a row were served in
	 * turn.
	 * @param client the only client that connects
	 * @param workers the number of workers
	 */
	static void await(SampleClient client, int workers) {
		Turns turns = new Turns(workers);
		long deadline = System.nanoTime() + SampleProcess.START_DEADLINE.toNanos();
		int count = 0;
		while (turns.inARow < IN_A_ROW) {
			turns.add(client.servedByOnNewConnection("/").pid());
			count++;
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Of %d connections no %d in a row went to %d workers in turn within %s"
					.formatted(count, IN_A_ROW, workers, Duration.ofSeconds(SampleProcess.START_DEADLINE.toSeconds())));
			}
		}
		System.out.printf("%d connections, the last %d of them in turn%n", count, IN_A_ROW);
	}

	private void add(long pid) {
		boolean itsTurn = this.last.size() < this.workers
				|| (this.last.getFirst() == pid && new HashSet<>(this.last).size() == this.workers);
		this.inARow = itsTurn ? this.inARow + 1 : 0;
		this.last.addLast(pid);
		if (this.last.size() > this.workers) {
			this.last.removeFirst();
		}
	}

}
