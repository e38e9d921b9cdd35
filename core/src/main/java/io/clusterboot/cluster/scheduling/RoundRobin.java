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
 * Chooses one worker after another, by worker id.
 */
final class RoundRobin implements ConnectionScheduler {

	private int last;

	@Override
	public int choose(List<Candidate> candidates, InetSocketAddress client) {
		int index = 0;
		while (index < candidates.size() && candidates.get(index).workerId() <= this.last) {
			index++;
		}
		index %= candidates.size();
		this.last = candidates.get(index).workerId();
		return index;
	}

}
