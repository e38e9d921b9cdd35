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

package io.clusterboot.spring.cache;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.core.serializer.support.SerializationDelegate;

/**
 * A {@link ConcurrentMapCache} whose changes are made known. It has the entries of
 * another one.
 */
final class BroadcastConcurrentMapCache extends ConcurrentMapCache implements BroadcastCache {

	private final ConcurrentMapCache plain;

	private final CacheChanges changes;

	/**
	 * Create a new instance.
	 * @param plain has the entries
	 * @param changes receives what is changed
	 * @param classLoader loads the values of a cache that stores copies
	 */
	BroadcastConcurrentMapCache(ConcurrentMapCache plain, CacheChanges changes, ClassLoader classLoader) {
		super(plain.getName(), plain.getNativeCache(), plain.isAllowNullValues(),
				plain.isStoreByValue() ? new SerializationDelegate(classLoader) : null);
		this.plain = plain;
		this.changes = changes;
	}

	@Override
	public Cache plain() {
		return this.plain;
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		super.put(key, value);
		this.changes.changed(key);
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		ValueWrapper existing = super.putIfAbsent(key, value);
		if (existing == null) {
			this.changes.changed(key);
		}
		return existing;
	}

	@Override
	public void evict(Object key) {
		super.evict(key);
		this.changes.changed(key);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		boolean present = super.evictIfPresent(key);
		this.changes.changed(key);
		return present;
	}

	@Override
	public void clear() {
		super.clear();
		this.changes.cleared();
	}

	@Override
	public boolean invalidate() {
		boolean present = super.invalidate();
		this.changes.cleared();
		return present;
	}

}
