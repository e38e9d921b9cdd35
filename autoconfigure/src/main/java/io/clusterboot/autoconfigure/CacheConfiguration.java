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

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.cache.CacheEvictions;
import io.clusterboot.spring.cache.CacheManagerPostProcessor;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.CacheProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Evictions of cache entries in all processes, if asked for. Decided when the application
 * starts and not by a condition, which ahead-of-time processing would decide when it is
 * built.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
class CacheConfiguration {

	@Bean
	static CacheManagerPostProcessor cacheManagerPostProcessor(Environment environment,
			ObjectProvider<CacheEvictions> evictions) {
		CacheProperties properties = BoundProperties.of(environment).getCache();
		return new CacheManagerPostProcessor(properties.isEvictBroadcast(), properties::covers, evictions::getObject);
	}

	/**
	 * Created for the first cache manager, since it takes the evictions of others.
	 */
	@Bean
	@Lazy
	CacheEvictions cacheEvictions(MessageBus bus) {
		return new CacheEvictions(bus);
	}

}
