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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySourcesPropertyResolver;

/**
 * The properties that decide where an application listens. The values of the master hold
 * in all workers, as the master has the sockets: a worker takes a value that is drawn at
 * random from the master, and must not have another value otherwise.
 *
 * @param values the value of each property that is set
 * @param drawn those values that depend on a random value, and differ each time they are
 * read
 */
public record ListenProperties(Map<String, String> values, Map<String, Object> drawn) {

	private static final List<String> KEYS = List.of("server.port", "server.address", "management.server.port",
			"management.server.address");

	private static final Map<String, String> DEFAULTS = Map.of("server.port", "8080");

	private static final String VARIABLE_PREFIX = "CLUSTERBOOT_LISTEN_";

	/**
	 * A worker that has this variable listens where the master says, whatever its own
	 * properties are.
	 */
	private static final String OVERRIDE = VARIABLE_PREFIX + "OVERRIDE";

	/**
	 * Read the properties once.
	 * @param environment the environment
	 * @return the properties
	 */
	public static ListenProperties of(ConfigurableEnvironment environment) {
		Map<String, String> values = new LinkedHashMap<>();
		Map<String, Object> drawn = new LinkedHashMap<>();
		for (String key : KEYS) {
			RandomUse random = new RandomUse(environment);
			MutablePropertySources sources = new MutablePropertySources(environment.getPropertySources());
			sources.addFirst(random);
			String value = new PropertySourcesPropertyResolver(sources).getProperty(key);
			if (value != null) {
				values.put(key, value.trim());
				if (random.used) {
					drawn.put(key, value.trim());
				}
			}
		}
		return new ListenProperties(values, drawn);
	}

	/**
	 * Return the variables that carry the values to a worker.
	 * @return a variable for each property, empty if it is not set
	 */
	public Map<String, String> toVariables() {
		Map<String, String> variables = new LinkedHashMap<>();
		KEYS.forEach((key) -> variables.put(variable(key), this.values.getOrDefault(key, "")));
		return variables;
	}

	/**
	 * Return these properties for a process that nobody else is meant to talk to: any
	 * port of the loopback interface.
	 * @return the properties
	 */
	public ListenProperties onLoopback() {
		Map<String, String> loopback = new LinkedHashMap<>(Map.of("server.port", "0", "server.address", "127.0.0.1"));
		String management = this.values.getOrDefault("management.server.port", "");
		if (!management.isEmpty() && !management.startsWith("-")) {
			loopback.putAll(Map.of("management.server.port", "0", "management.server.address", "127.0.0.1"));
		}
		return new ListenProperties(loopback, new LinkedHashMap<>(loopback));
	}

	/**
	 * Return the variables that make a worker listen where these properties say, whatever
	 * its own are.
	 * @return a variable for each property, and the one that says so
	 */
	public Map<String, String> toOverridingVariables() {
		Map<String, String> variables = toVariables();
		variables.put(OVERRIDE, "true");
		return variables;
	}

	private static String variable(String key) {
		return VARIABLE_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
	}

	/**
	 * Compare these properties of a worker with those of its master.
	 * @param variables the environment of the worker
	 * @return the values of the master for properties that are drawn
	 * @throws ListenAddressChangedException if a value is another one
	 */
	public Map<String, Object> adopt(Map<String, String> variables) {
		Map<String, Object> adopted = new LinkedHashMap<>();
		for (String key : KEYS) {
			String master = variables.get(variable(key));
			if (master == null) {
				// Another kind of master
				continue;
			}
			if ((this.drawn.containsKey(key) || variables.containsKey(OVERRIDE)) && !master.isEmpty()) {
				adopted.put(key, master);
			}
			else if (!effective(key, this.values.get(key)).equals(effective(key, master))) {
				throw new ListenAddressChangedException(key, master, this.values.getOrDefault(key, ""));
			}
		}
		return adopted;
	}

	private static String effective(String key, @Nullable String value) {
		return (value == null || value.isEmpty()) ? DEFAULTS.getOrDefault(key, "") : value;
	}

	/**
	 * Gives random values as Boot does, and records that it did.
	 */
	private static final class RandomUse extends PropertySource<ConfigurableEnvironment> {

		private boolean used;

		RandomUse(ConfigurableEnvironment environment) {
			super("clusterboot-random-use", environment);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			PropertySource<?> random = this.source.getPropertySources()
				.get(RandomValuePropertySource.RANDOM_PROPERTY_SOURCE_NAME);
			Object value = (random != null) ? random.getProperty(name) : null;
			this.used |= value != null;
			return value;
		}

	}

}
