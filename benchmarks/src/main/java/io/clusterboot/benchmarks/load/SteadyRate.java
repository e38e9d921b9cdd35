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

package io.clusterboot.benchmarks.load;

import java.io.IOException;

/**
 * Warms a server up until its rate stops growing. A rate grows for as long as code is
 * compiled, and that takes each contestant another time.
 */
public final class SteadyRate {

	private static final int MOST_TURNS = 20;

	/**
	 * What counts as faster.
	 */
	private static final double GAIN = 1.03;

	private SteadyRate() {
	}

	/**
	 * Go on until two turns, one after the other, are no faster than the best before.
	 * @param turn loads the server
	 * @throws IOException if a request fails
	 */
	public static void await(Turn turn) throws IOException {
		double best = 0;
		int slower = 0;
		for (int i = 0; i < MOST_TURNS && slower < 2; i++) {
			double rate = turn.rate();
			slower = (rate > best * GAIN) ? 0 : slower + 1;
			best = Math.max(best, rate);
		}
	}

	/**
	 * Loads a server for a while.
	 */
	@FunctionalInterface
	public interface Turn {

		/**
		 * Load the server.
		 * @return the rate
		 * @throws IOException if a request fails
		 */
		double rate() throws IOException;

	}

}
