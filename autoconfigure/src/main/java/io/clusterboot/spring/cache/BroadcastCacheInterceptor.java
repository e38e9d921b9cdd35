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

import java.util.Collection;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;

/**
 * Tells a value that is loaded from one that is changed: both are put into a cache, and
 * only the second one outdates the entries of other processes.
 */
final class BroadcastCacheInterceptor extends CacheInterceptor {

	private static final long serialVersionUID = 1L;

	private BroadcastCacheInterceptor() {
	}

	/**
	 * Create an interceptor that does what another one does, which was not initialized.
	 */
	static CacheInterceptor inPlaceOf(CacheInterceptor original, BeanFactory beanFactory) {
		BroadcastCacheInterceptor interceptor = new BroadcastCacheInterceptor();
		interceptor.configure(original::getErrorHandler, original::getKeyGenerator, original::getCacheResolver, null);
		interceptor.setCacheOperationSource(original.getCacheOperationSource());
		interceptor.setBeanFactory(beanFactory);
		return interceptor;
	}

	@Override
	protected Collection<? extends Cache> getCaches(CacheOperationInvocationContext<CacheOperation> context,
			CacheResolver cacheResolver) {
		Collection<? extends Cache> caches = super.getCaches(context, cacheResolver);
		return (context.getOperation() instanceof CacheableOperation)
				? caches.stream().map(BroadcastCacheInterceptor::plain).toList() : caches;
	}

	private static Cache plain(Cache cache) {
		return (cache instanceof BroadcastCache broadcast) ? broadcast.plain() : cache;
	}

}
