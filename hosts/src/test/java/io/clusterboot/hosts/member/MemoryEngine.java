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

package io.clusterboot.hosts.member;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.clusterboot.hosts.HostsEngine;

import org.springframework.integration.support.locks.LockRegistry;

/**
 * An engine in the memory of a test, without messages.
 */
final class MemoryEngine implements HostsEngine {

	private final Map<String, String> entries = new ConcurrentHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	@Override
	public String name() {
		return "memory";
	}

	@Override
	public LockRegistry<?> locks(Duration lease) {
		return (key) -> this.lock;
	}

	@Override
	public long nextNumber(long after) {
		return after + 1;
	}

	@Override
	public int maxMessageBytes() {
		return 0;
	}

	@Override
	public void publish(String message) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void listen(Consumer<String> receiver) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void write(String key, String value, Duration lifetime) {
		this.entries.put(key, value);
	}

	@Override
	public void remove(String key) {
		this.entries.remove(key);
	}

	@Override
	public Map<String, String> read(String prefix) {
		Map<String, String> found = new HashMap<>(this.entries);
		found.keySet().removeIf((key) -> !key.startsWith(prefix));
		return found;
	}

	@Override
	public void close() {
		this.entries.clear();
	}

}
