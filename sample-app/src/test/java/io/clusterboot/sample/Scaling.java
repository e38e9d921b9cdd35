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

import java.util.stream.IntStream;

import io.clusterboot.sample.SampleProcess.Worker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scales a cluster while clients use it.
 */
final class Scaling {

	private Scaling() {
	}

	/**
	 * Scale from size to size, one worker more or less at a time.
	 * @param requests how many have to be answered at each size
	 * @param from the size at the start
	 */
	static void underLoad(SampleProcess sample, Load load, int requests, int from, int... sizes) {
		int size = from;
		for (int target : sizes) {
			assertThat(sample.scale(size, target)).extracting(Worker::slot)
				.containsExactlyElementsOf(IntStream.range(0, target).boxed().toList());
			size = target;
			load.awaitRequests(requests, SampleProcess.START_DEADLINE);
		}
	}

}
