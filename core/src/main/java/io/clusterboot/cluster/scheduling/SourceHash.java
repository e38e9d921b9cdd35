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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the same worker for all connections from an address (rendezvous hashing). Each
 * pair of an address and a slot has a number, and the slot with the highest number serves
 * the address: a new slot takes its share from all others, a removed slot leaves its
 * clients to all others, and no other client moves.
 */
final class SourceHash implements ConnectionScheduler {

	@Override
	public int choose(List<Candidate> candidates, InetSocketAddress client) {
		InetAddress address = client.getAddress();
		long source = (address != null) ? Arrays.hashCode(address.getAddress()) : client.hashCode();
		int chosen = 0;
		long highest = 0;
		for (int index = 0; index < candidates.size(); index++) {
			long rank = mixed(source * 0x9E3779B97F4A7C15L + candidates.get(index).slot());
			// Of two workers in a slot, the younger one, which has the higher id, stays
			if (index == 0 || rank >= highest) {
				chosen = index;
				highest = rank;
			}
		}
		return chosen;
	}

	/**
	 * The finalizer of SplitMix64: it spreads numbers that lie close together.
	 */
	private static long mixed(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

	@Override
	public WhenBusy whenBusy() {
		return WhenBusy.WAIT;
	}

}
