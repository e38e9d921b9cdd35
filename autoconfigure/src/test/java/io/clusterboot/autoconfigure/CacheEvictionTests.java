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

package io.clusterboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.messaging.RemoteMessageBus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the caches of two workers have, with the real bus and no processes.
 */
@Timeout(30)
class CacheEvictionTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final MessageRouter router = new MessageRouter();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.router.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { MapCaches.class, CaffeineCaches.class, AsyncCaffeineCaches.class })
	void evictionReachesTheOtherWorker(Class<?> caches) {
		Prices one = worker(1, caches).getBean(Prices.class);
		Prices two = worker(2, caches).getBean(Prices.class);
		int first = one.price("tea");
		int second = two.price("tea");
		int coffee = two.price("coffee");
		assertThat(one.price("tea")).isEqualTo(first);
		assertThat(two.price("tea")).isEqualTo(second);
		one.evict("tea");
		await().atMost(LONG).untilAsserted(() -> assertThat(two.price("tea")).isNotEqualTo(second));
		assertThat(one.price("tea")).isNotEqualTo(first);
		assertThat(two.price("coffee")).isEqualTo(coffee);
		one.evictAll();
		await().atMost(LONG).untilAsserted(() -> assertThat(two.price("coffee")).isNotEqualTo(coffee));
	}

	@ParameterizedTest
	@ValueSource(classes = { MapCaches.class, CaffeineCaches.class })
	void changedValueIsEvictedAndALoadedOneIsNot(Class<?> caches) {
		Prices one = worker(1, caches).getBean(Prices.class);
		Prices two = worker(2, caches).getBean(Prices.class);
		int loaded = two.price("tea");
		one.price("tea");
		one.price("milk");
		two.price("milk");
		one.change("milk", 7);
		await().atMost(LONG).untilAsserted(() -> assertThat(two.price("milk")).isNotEqualTo(7).isPositive());
		assertThat(one.price("milk")).isEqualTo(7);
		assertThat(two.price("tea")).isEqualTo(loaded);
	}

	@Test
	void entriesAreEvictedByTheCacheItself() {
		CacheManager one = worker(1, MapCaches.class).getBean(CacheManager.class);
		CacheManager two = worker(2, MapCaches.class).getBean(CacheManager.class);
		List<Object> keys = List.of("text", 1, 2L, true, UUID.randomUUID());
		for (Object key : keys) {
			cache(two, "any").get(key, () -> "two");
			cache(two, "any").get("other", () -> "two");
			cache(one, "any").evictIfPresent(key);
			await().atMost(LONG).untilAsserted(() -> assertThat(cache(two, "any").get(key)).isNull());
			assertThat(cache(two, "any").get("other")).isNotNull();
		}
		cache(one, "any").evict(List.of("no", "simple", "type"));
		await().atMost(LONG).untilAsserted(() -> assertThat(cache(two, "any").get("other")).isNull());
	}

	@Test
	void cacheThatIsExcludedIsLeftAlone() {
		CacheManager one = worker(1, MapCaches.class, "cluster.cache.exclude=local*").getBean(CacheManager.class);
		CacheManager two = worker(2, MapCaches.class).getBean(CacheManager.class);
		cache(two, "local.prices").get("tea", () -> 1);
		cache(two, "prices").get("tea", () -> 1);
		cache(one, "local.prices").clear();
		cache(one, "prices").clear();
		await().atMost(LONG).untilAsserted(() -> assertThat(cache(two, "prices").get("tea")).isNull());
		assertThat(cache(two, "local.prices").get("tea")).isNotNull();
	}

	@Test
	void managersAndCachesKeepTheirClasses() {
		assertThat(worker(1, MapCaches.class).getBean(ConcurrentMapCacheManager.class).getCache("prices"))
			.isInstanceOf(ConcurrentMapCache.class);
		CaffeineCacheManager caffeine = worker(2, CaffeineCaches.class).getBean(CaffeineCacheManager.class);
		assertThat(caffeine.getCache("prices")).isInstanceOf(CaffeineCache.class).isSameAs(caffeine.getCache("prices"));
	}

	@Test
	void nothingIsWrappedUnlessAskedFor() {
		ConfigurableApplicationContext context = worker(1, MapCaches.class, "cluster.cache.evict-broadcast=false");
		assertThat(context.getBean(CacheManager.class)).hasSameClassAs(new ConcurrentMapCacheManager());
		assertThat(cache(context.getBean(CacheManager.class), "a")).hasSameClassAs(new ConcurrentMapCache("a"));
	}

	private static Cache cache(CacheManager manager, String name) {
		return Objects.requireNonNull(manager.getCache(name));
	}

	private ConfigurableApplicationContext worker(int id, Class<?> caches, String... properties) {
		this.router.expect(id, id - 1);
		RemoteMessageBus bus = new RemoteMessageBus(id, (frame) -> {
			this.router.received(id, frame);
			return null;
		});
		this.router.joined(id, (frame) -> {
			bus.received(frame);
			return null;
		});
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("cluster.role=" + ClusterRole.WORKER, "cluster.cache.evict-broadcast=true")
			.and(properties)
			.applyTo(context);
		context.registerBean("bus", MessageBus.class, () -> bus);
		context.registerBean("prices", Prices.class, () -> new Prices(id));
		context.register(caches, Caching.class, CacheConfiguration.class);
		context.refresh();
		this.contexts.add(context);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	static class MapCaches {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	static class CaffeineCaches {

		@Bean
		CaffeineCacheManager cacheManager() {
			CaffeineCacheManager manager = new CaffeineCacheManager();
			manager.setCaffeine(Caffeine.newBuilder().maximumSize(100));
			return manager;
		}

	}

	static class AsyncCaffeineCaches {

		@Bean
		CaffeineCacheManager cacheManager() {
			CaffeineCacheManager manager = new CaffeineCacheManager();
			manager.setAsyncCacheMode(true);
			return manager;
		}

	}

	static class Prices {

		private final AtomicInteger last;

		Prices(int worker) {
			this.last = new AtomicInteger(worker * 1000);
		}

		@Cacheable("prices")
		public int price(String item) {
			return this.last.incrementAndGet();
		}

		@CachePut(cacheNames = "prices", key = "#item")
		public int change(String item, int price) {
			return price;
		}

		@CacheEvict("prices")
		public void evict(String item) {
		}

		@CacheEvict(cacheNames = "prices", allEntries = true)
		public void evictAll() {
		}

	}

}
