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
package io.clusterboot.spring.logging;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Puts the name of this process, such as {@code [worker-0 #3 g1]}, into the log lines of
 * Boot's default patterns. It goes before the application's own correlation pattern, or
 * before the default one where correlation ids are expected; every other property of the
 * log stays as the application sets it.
 * <p>
 * The value is computed when it is read, since other post-processors may still add their
 * properties.
 */
public final class LogTagPropertySource extends EnumerablePropertySource<String> {

	/**
	 * The system property with the name of this process, for patterns of the application.
	 */
	public static final String PROCESS_PROPERTY = "CLUSTER_PROCESS";

	private static final String PATTERN_PROPERTY = "logging.pattern.correlation";

	/**
	 * Boot's pattern, with Logback and with Log4j2.
	 */
	private static final String DEFAULT_PATTERN = "%correlationId";

	private final ConfigurableEnvironment environment;

	private LogTagPropertySource(ConfigurableEnvironment environment, String tag) {
		super("clusterboot-log-tag", "[" + tag + "] ");
		this.environment = environment;
	}

	/**
	 * Tag the log lines of this process, and give its log events their fields.
	 * @param environment the environment that the log is configured from
	 * @param fields what identifies this process
	 */
	public static void tag(ConfigurableEnvironment environment, LogFields fields) {
		System.setProperty(PROCESS_PROPERTY, fields.process());
		environment.getPropertySources().addFirst(new LogTagPropertySource(environment, fields.tag()));
		fields.makeCurrent();
	}

	@Override
	public String[] getPropertyNames() {
		return new String[] { PATTERN_PROPERTY };
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return PATTERN_PROPERTY.equals(name) ? this.source + untagged() : null;
	}

	private String untagged() {
		for (PropertySource<?> other : this.environment.getPropertySources()) {
			if (other != this && !ConfigurationPropertySources.isAttachedConfigurationPropertySource(other)) {
				Object pattern = other.getProperty(PATTERN_PROPERTY);
				if (pattern != null) {
					return this.environment.resolvePlaceholders(pattern.toString());
				}
			}
		}
		return this.environment.getProperty(LoggingSystem.EXPECT_CORRELATION_ID_PROPERTY, Boolean.class, false)
				? DEFAULT_PATTERN : "";
	}

}
