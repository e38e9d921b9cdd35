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

package io.clusterboot.spring.settings;

import java.util.Locale;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Gives the workers' variables that are set by a variable, as
 * {@code CLUSTER_WORKER_ENVIRONMENT_MY_FLAG=1}, the name that was meant: Spring Boot
 * binds them as {@code my.flag}.
 *
 * @param environment the environment with the values
 */
record WorkerVariables(Environment environment) {

	private static final String KEY = "cluster.worker.environment.";

	private static final String PREFIX = "CLUSTER_WORKER_ENVIRONMENT_";

	/**
	 * Correct the names.
	 * @param bound the variables as they were bound
	 */
	void applyTo(Map<String, String> bound) {
		if (!(this.environment instanceof ConfigurableEnvironment configurable)) {
			return;
		}
		for (PropertySource<?> source : configurable.getPropertySources()) {
			if (source instanceof SystemEnvironmentPropertySource variables) {
				correct(variables, bound);
			}
		}
	}

	private void correct(EnumerablePropertySource<?> variables, Map<String, String> bound) {
		for (String variable : variables.getPropertyNames()) {
			if (variable.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
				String name = variable.substring(PREFIX.length());
				String value = this.environment.getProperty(KEY + name);
				if (value != null && !name.isEmpty()) {
					bound.remove(name.toLowerCase(Locale.ROOT).replace('_', '.'));
					bound.put(name, value);
				}
			}
		}
	}

}
