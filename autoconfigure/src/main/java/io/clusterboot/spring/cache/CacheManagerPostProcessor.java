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

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;

/**
 * Makes cache managers that keep their entries in the memory of this process return
 * caches whose changes are made known to the others. The manager stays of its class, and
 * so do the caches.
 */
public final class CacheManagerPostProcessor
		implements BeanPostProcessor, BeanFactoryAware, BeanClassLoaderAware, PriorityOrdered {

	private static final boolean CAFFEINE = ClassUtils.isPresent("com.github.benmanes.caffeine.cache.Caffeine", null)
			&& ClassUtils.isPresent("org.springframework.cache.caffeine.CaffeineCacheManager", null);

	private final boolean enabled;

	private final Predicate<String> caches;

	private final Supplier<CacheEvictions> evictions;

	private @Nullable BeanFactory beanFactory;

	private ClassLoader classLoader = ClassLoader.getSystemClassLoader();

	/**
	 * Create a new instance.
	 * @param enabled whether to do it
	 * @param caches selects the caches by their names
	 * @param evictions makes changes known
	 */
	public CacheManagerPostProcessor(boolean enabled, Predicate<String> caches, Supplier<CacheEvictions> evictions) {
		this.enabled = enabled;
		this.caches = caches;
		this.evictions = evictions;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	/**
	 * Replace the interceptor before its own initialization.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		return (this.enabled && this.beanFactory != null && bean.getClass() == CacheInterceptor.class)
				? BroadcastCacheInterceptor.inPlaceOf((CacheInterceptor) bean, this.beanFactory) : bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!this.enabled || !(bean instanceof CacheManager manager) || !isLocal(manager)) {
			return bean;
		}
		this.evictions.get().manage(beanName, manager);
		ProxyFactory factory = new ProxyFactory(manager);
		factory.setProxyTargetClass(true);
		factory.addAdvice(new Interceptor(beanName));
		return factory.getProxy(this.classLoader);
	}

	private static boolean isLocal(CacheManager manager) {
		return manager instanceof ConcurrentMapCacheManager || manager instanceof SimpleCacheManager
				|| (CAFFEINE && Caffeine.is(manager));
	}

	private final class Interceptor implements MethodInterceptor {

		private final String managerName;

		private final ConcurrentMap<String, BroadcastCache> fronts = new ConcurrentHashMap<>();

		private Interceptor(String managerName) {
			this.managerName = managerName;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object result = invocation.proceed();
			return (result instanceof Cache cache && invocation.getMethod().getName().equals("getCache")
					&& CacheManagerPostProcessor.this.caches.test(cache.getName())) ? front(cache) : result;
		}

		/**
		 * Return the cache in front of another one, which may be new under its name.
		 */
		private Cache front(Cache plain) {
			BroadcastCache front = this.fronts.compute(plain.getName(),
					(name, known) -> (known != null && known.plain() == plain) ? known : create(plain));
			return (front != null) ? front : plain;
		}

		private @Nullable BroadcastCache create(Cache plain) {
			CacheEvictions known = CacheManagerPostProcessor.this.evictions.get();
			CacheChanges changes = known.changesOf(this.managerName, plain.getName());
			if (plain.getClass() == ConcurrentMapCache.class) {
				return new BroadcastConcurrentMapCache((ConcurrentMapCache) plain, changes,
						CacheManagerPostProcessor.this.classLoader);
			}
			return CAFFEINE ? Caffeine.front(plain, changes) : null;
		}

	}

	/**
	 * Loaded only where there is Caffeine.
	 */
	private static final class Caffeine {

		static boolean is(CacheManager manager) {
			return manager instanceof CaffeineCacheManager;
		}

		static @Nullable BroadcastCache front(Cache plain, CacheChanges changes) {
			return (plain.getClass() == CaffeineCache.class) ? BroadcastCaffeineCache.of((CaffeineCache) plain, changes)
					: null;
		}

	}

}
