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

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * Makes known to the other processes what is changed in the caches of this one, and
 * evicts here what they have changed. May be used from any thread.
 */
public final class CacheEvictions {

	/**
	 * The topic of evictions on the bus.
	 */
	public static final String TOPIC = "cache-evictions";

	private static final Logger logger = LoggerFactory.getLogger(CacheEvictions.class);

	private static final String MANAGER = "manager";

	private static final String CACHE = "cache";

	private static final String KEY = "key";

	private final MessageBus bus;

	/**
	 * The cache managers of this process by the names of their beans. Their changes stay
	 * in this process.
	 */
	private final Map<String, CacheManager> managers = new ConcurrentHashMap<>();

	/**
	 * Create a new instance, which evicts from now on.
	 * @param bus the bus of this process
	 */
	public CacheEvictions(MessageBus bus) {
		this.bus = bus;
		bus.handle(TOPIC, MessageHandler.of(this::evict));
	}

	void manage(String beanName, CacheManager manager) {
		this.managers.put(beanName, manager);
	}

	/**
	 * Return what receives the changes of a cache.
	 */
	CacheChanges changesOf(String managerName, String cacheName) {
		return new CacheChanges() {

			@Override
			public void changed(Object key) {
				ObjectNode eviction = eviction(managerName, cacheName);
				EvictedKey.write(key).ifPresent((json) -> eviction.set(KEY, json));
				tell(eviction);
			}

			@Override
			public void cleared() {
				tell(eviction(managerName, cacheName));
			}

		};
	}

	private static ObjectNode eviction(String managerName, String cacheName) {
		return JsonNodeFactory.instance.objectNode().put(MANAGER, managerName).put(CACHE, cacheName);
	}

	private void tell(ObjectNode eviction) {
		String failure = this.bus.tell(Destination.everywhere().butSender(), TOPIC, eviction);
		if (failure != null) {
			logger.warn("Other processes keep entries of cache '{}' that were changed here: {}",
					eviction.path(CACHE).asString(""), failure);
		}
	}

	private void evict(BusMessage message) {
		JsonNode eviction = message.body();
		CacheManager manager = this.managers.get(eviction.path(MANAGER).asString(""));
		String cacheName = eviction.path(CACHE).asString("");
		// A cache that was never used is not created
		Cache cache = (manager != null && manager.getCacheNames().contains(cacheName)) ? manager.getCache(cacheName)
				: null;
		if (cache == null) {
			return;
		}
		Optional<Object> key = EvictedKey.read(eviction.path(KEY));
		key.ifPresentOrElse(cache::evict, cache::clear);
	}

}
