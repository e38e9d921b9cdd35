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

package io.clusterboot.hosts.autoconfigure;

import io.clusterboot.hosts.HostsEngine;
import io.clusterboot.hosts.jdbc.PostgresEngine;
import io.clusterboot.hosts.redis.OwnClient;
import io.clusterboot.hosts.redis.RedisEngine;
import io.clusterboot.spring.settings.HostEngine;
import io.clusterboot.spring.settings.HostsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ClassUtils;

/**
 * Creates the engine that the properties name. The classes of an engine are only loaded
 * for it.
 *
 * @param context has what the application says of its database or server
 * @param properties what the user set
 * @param group the name of the group
 */
record Engines(ApplicationContext context, HostsProperties properties, String group) {

	private static final String KEY = "cluster.hosts.engine";

	HostsEngine create(HostEngine engine) {
		return switch (engine) {
			case JDBC -> jdbc();
			case REDIS -> redis();
			case CUSTOM -> this.context.getBeanProvider(HostsEngine.class).getIfAvailable(() -> {
				throw wrong("Expected a bean of the type '%s'.".formatted(HostsEngine.class.getName()));
			});
			case NONE -> throw new IllegalArgumentException(KEY);
		};
	}

	private HostsEngine jdbc() {
		require("org.springframework.integration.jdbc.lock.JdbcLockRegistry", "spring-integration-jdbc");
		require("org.postgresql.PGConnection", "postgresql");
		HostsProperties.JdbcProperties jdbc = this.properties.getJdbc();
		String url = orElse(jdbc.getUrl(), "spring.datasource.url");
		if (url == null || !url.startsWith("jdbc:postgresql:")) {
			throw new InvalidConfigurationPropertyValueException("cluster.hosts.jdbc.url", url,
					"Expected the URL of a PostgreSQL database, jdbc:postgresql:…, here or as 'spring.datasource.url'.");
		}
		return new PostgresEngine(url, orElse(jdbc.getUsername(), "spring.datasource.username"),
				orElse(jdbc.getPassword(), "spring.datasource.password"), this.group);
	}

	private @Nullable String orElse(@Nullable String value, String key) {
		return (value != null) ? value : this.context.getEnvironment().getProperty(key);
	}

	private HostsEngine redis() {
		require("org.springframework.integration.redis.util.RedisLockRegistry", "spring-integration-redis");
		require("io.lettuce.core.RedisClient", "lettuce-core");
		return Redis.engine(this.context, this.group);
	}

	private void require(String type, String artifact) {
		if (!ClassUtils.isPresent(type, this.context.getClassLoader())) {
			throw wrong("Expected '%s' on the class path.".formatted(artifact));
		}
	}

	private InvalidConfigurationPropertyValueException wrong(String reason) {
		return new InvalidConfigurationPropertyValueException(KEY, this.properties.getEngine(), reason);
	}

	/**
	 * Loaded only where there is Redis.
	 */
	private static final class Redis {

		static HostsEngine engine(ApplicationContext context, String group) {
			RedisConnectionFactory factory = context.getBeanProvider(RedisConnectionFactory.class).getIfAvailable();
			if (!(factory instanceof LettuceConnectionFactory lettuce)) {
				throw new InvalidConfigurationPropertyValueException(KEY, HostEngine.REDIS,
						"Expected a connection factory for Redis with Lettuce, as Spring Boot has it with 'spring-boot-starter-data-redis'.");
			}
			return new RedisEngine(OwnClient.like(lettuce), group);
		}

	}

}
