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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds keys below {@code cluster.} that have no effect. A misspelled key fails the
 * start; any other may belong to the application, and is worth a warning.
 * <p>
 * A variable of the environment never fails the start: Kubernetes, for one, makes such
 * variables of the names of its services.
 */
public final class UnknownKeys {

	private static final String PREFIX = "cluster.";

	private static final String VARIABLE_PREFIX = "CLUSTER_";

	private static final Set<String> SET_BY_CLUSTERBOOT = Set.of("cluster.role", LaunchNotes.ADDED_OPTIONS_PROPERTY);

	private static final Set<String> VARIABLES_SET_BY_CLUSTERBOOT = Set.of("CLUSTER_UNIQUE_ID", "CLUSTER_SLOT",
			"CLUSTER_GENERATION", "CLUSTER_SIZE");

	private final ConfigurableEnvironment environment;

	private final KnownKeys known = KnownKeys.of("cluster", ClusterProperties.class);

	private UnknownKeys(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Refuse misspelled keys.
	 * @param environment the environment of the application
	 * @return what to warn of: one sentence for each other key that has no effect
	 * @throws InvalidConfigurationPropertyValueException if a key is a misspelling of
	 * another one
	 */
	public static List<String> check(ConfigurableEnvironment environment) {
		Set<String> keys = names(environment, false, PREFIX);
		Set<String> variables = names(environment, true, VARIABLE_PREFIX);
		if (keys.isEmpty() && variables.isEmpty()) {
			return List.of();
		}
		return new UnknownKeys(environment).check(keys, variables);
	}

	private List<String> check(Set<String> keys, Set<String> variables) {
		this.known.groups().forEach(this::refuseValueOf);
		List<String> warnings = new ArrayList<>();
		keys.stream()
			.filter((key) -> !SET_BY_CLUSTERBOOT.contains(key) && !this.known.contains(key))
			.forEach((key) -> warnings.add(judge(key)));
		variables.stream()
			.filter((variable) -> !VARIABLES_SET_BY_CLUSTERBOOT.contains(variable))
			.forEach((variable) -> judgeVariable(variable).ifPresent(warnings::add));
		return warnings;
	}

	private void refuseValueOf(String group) {
		String value = this.environment.getProperty(group);
		if (value != null) {
			String below = this.known.keys().stream().filter((key) -> key.startsWith(group + ".")).findFirst().get();
			throw new InvalidConfigurationPropertyValueException(group, value,
					"Expected no value here, but keys below it, such as '%s'.%s".formatted(below,
							didYouMean(this.known.misspelledAs(group))));
		}
	}

	private String judge(String key) {
		Optional<String> meant = this.known.misspelledAs(key);
		if (meant.isPresent()) {
			throw new InvalidConfigurationPropertyValueException(key, this.environment.getProperty(key),
					"Expected a key that exists.%s".formatted(didYouMean(meant)));
		}
		return "The key '%s' has no effect: ClusterBoot has none of this name.%s".formatted(key,
				didYouMean(this.known.sameNameAs(key)));
	}

	private Optional<String> judgeVariable(String variable) {
		String key = variable.toLowerCase(Locale.ROOT).replace('_', '.');
		boolean bound = this.known.keys().stream().map(UnknownKeys::variable).anyMatch((name) -> isOf(name, variable))
				|| this.known.maps().stream().map(UnknownKeys::variable).anyMatch((name) -> isOf(name, variable));
		return bound ? Optional.empty() : this.known.misspelledAs(key)
			.map((meant) -> "The variable '%s' has no effect. Did you mean '%s'?".formatted(variable, variable(meant)));
	}

	/**
	 * Return whether a variable sets a key, or an element below it.
	 */
	private static boolean isOf(String name, String variable) {
		String plain = variable.toUpperCase(Locale.ROOT);
		return plain.replace("_", "").equals(name.replace("_", "")) || plain.startsWith(name + "_");
	}

	/**
	 * Return the name of the variable that Spring Boot binds to a key.
	 */
	private static String variable(String key) {
		return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	private static String didYouMean(Optional<String> key) {
		return key.map(" Did you mean '%s'?"::formatted).orElse("");
	}

	private static Set<String> names(ConfigurableEnvironment environment, boolean variables, String prefix) {
		// With loops, as each lambda is a class that every standalone application loads
		Set<String> names = new LinkedHashSet<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if ((source instanceof SystemEnvironmentPropertySource) == variables
					&& source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
						names.add(name);
					}
				}
			}
		}
		return names;
	}

}
