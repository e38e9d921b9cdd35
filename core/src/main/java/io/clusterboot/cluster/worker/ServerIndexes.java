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

package io.clusterboot.cluster.worker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import io.clusterboot.cluster.protocol.ServerAddress;

/**
 * Numbers the servers of this worker that ask for the very same address, such as port 0,
 * so that each gets a socket of its own. A number is free again when its server is
 * closed: a server that listens again gets the socket that the other workers still have.
 * May be used from any thread.
 */
final class ServerIndexes {

	private final Map<ServerAddress, BitSet> taken = new HashMap<>();

	synchronized ServerAddress take(ServerAddress address) {
		BitSet indexes = this.taken.computeIfAbsent(address.withIndex(0), (first) -> new BitSet());
		int index = indexes.nextClearBit(0);
		indexes.set(index);
		return address.withIndex(index);
	}

	synchronized void free(ServerAddress server) {
		ServerAddress first = server.withIndex(0);
		BitSet indexes = this.taken.get(first);
		if (indexes != null) {
			indexes.clear(server.index());
			if (indexes.isEmpty()) {
				this.taken.remove(first);
			}
		}
	}

}
