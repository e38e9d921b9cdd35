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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.clusterboot.test.OutputLines;

/**
 * How a rolling restart ended, as the master's log tells it.
 *
 * @param generation the number of the generation
 * @param finished whether it finished, and did not fail
 * @param text the number of workers replaced, or the reason why not
 */
record RollOutcome(int generation, boolean finished, String text) {

	/**
	 * Says that one begins: the generation, and how many workers there are.
	 */
	static final Pattern BEGUN = Pattern.compile("Rolling restart to generation (\\d+) begins: (\\d+) workers?");

	/**
	 * Says how one ended.
	 */
	static final Pattern ENDED = Pattern
		.compile("Rolling restart to generation (\\d+) (finished|failed) after [\\d.]+ m?s: (.*)");

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE.multipliedBy(2);

	/**
	 * Wait for the end of the next one, from a position in the output on.
	 */
	static RollOutcome await(OutputLines output, int position) {
		return of(output.await(position, ENDED, DEADLINE));
	}

	static RollOutcome of(MatchResult ended) {
		return new RollOutcome(Integer.parseInt(ended.group(1)), ended.group(2).equals("finished"), ended.group(3));
	}

}
