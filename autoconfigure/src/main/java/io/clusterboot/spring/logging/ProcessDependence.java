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

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySourcesPropertyResolver;

/**
 * Finds out whether a value is another one in each worker: whether it would change if the
 * numbers of this process were others.
 *
 * @param environment the environment with the values
 */
record ProcessDependence(ConfigurableEnvironment environment) {

	private static final List<String> NUMBERS = List.of("CLUSTER_SLOT", "CLUSTER_UNIQUE_ID", "NODE_UNIQUE_ID",
			LogTagPropertySource.PROCESS_PROPERTY, "PID", "spring.application.pid");

	private static final List<String> FILES = List.of("LOG_FILE", "logging.file.name");

	/**
	 * Return the value of a property. What can't be resolved yet stays in it.
	 */
	@Nullable String value(String key) {
		return resolver(List.of()).getProperty(key);
	}

	/**
	 * Return whether the value of a property differs from worker to worker.
	 */
	boolean isOnProcess(String key) {
		return !Objects.equals(value(key), resolver(NUMBERS).getProperty(key));
	}

	/**
	 * Return whether the value of a property contains the name of the log file.
	 */
	boolean isOnLogFile(String key) {
		return !Objects.equals(value(key), resolver(FILES).getProperty(key));
	}

	private PropertySourcesPropertyResolver resolver(List<String> changed) {
		MutablePropertySources sources = new MutablePropertySources();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				sources.addLast(source);
			}
		}
		Map<String, Object> values = changed.stream().collect(Collectors.toMap((name) -> name, (name) -> "other"));
		sources.addFirst(new MapPropertySource("clusterboot-other-process", values));
		PropertySourcesPropertyResolver resolver = new PropertySourcesPropertyResolver(sources);
		resolver.setIgnoreUnresolvableNestedPlaceholders(true);
		return resolver;
	}

}
