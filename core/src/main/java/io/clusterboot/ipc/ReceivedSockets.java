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

package io.clusterboot.ipc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Counts the open sockets that came over a channel, by the key of the server that
 * accepted them, and sends the sender a message when the last one is closed, if it
 * requested that.
 */
final class ReceivedSockets {

	private final Map<String, Integer> open = new HashMap<>();

	private final Set<String> awaited = new HashSet<>();

	private final Consumer<String> allClosed;

	ReceivedSockets(Consumer<String> allClosed) {
		this.allClosed = allClosed;
	}

	synchronized void opened(String key) {
		this.open.merge(key, 1, Integer::sum);
	}

	void closed(String key) {
		boolean notify;
		synchronized (this) {
			Integer left = this.open.computeIfPresent(key, (name, count) -> (count > 1) ? count - 1 : null);
			notify = left == null && this.awaited.remove(key);
		}
		if (notify) {
			this.allClosed.accept(key);
		}
	}

	synchronized int count(String key) {
		return this.open.getOrDefault(key, 0);
	}

	void awaitAllClosed(String key) {
		synchronized (this) {
			if (this.open.containsKey(key)) {
				this.awaited.add(key);
				return;
			}
		}
		this.allClosed.accept(key);
	}

}
