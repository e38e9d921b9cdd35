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

import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * The port on which the master itself serves Actuator's endpoints. The workers share the
 * port {@code management.server.port}, if there is one.
 */
public final class MasterManagementPort {

	/**
	 * The key of the port.
	 */
	public static final String KEY = "cluster.master.management-port";

	private static final String WORKERS_KEY = "management.server.port";

	private static final int HIGHEST = 65535;

	private MasterManagementPort() {
	}

	/**
	 * Return whether the master has such a port.
	 * @param environment the environment
	 * @return whether it has
	 */
	public static boolean isPresent(Environment environment) {
		return environment.containsProperty(KEY);
	}

	/**
	 * Fail if the master of such an application can't have the port: a servlet
	 * application has beans that need a servlet context, which its master has not.
	 * @param environment the environment of the master
	 * @param type the type of the application
	 * @throws InvalidConfigurationPropertyValueException if it can't
	 */
	public static void check(Environment environment, @Nullable WebApplicationType type) {
		if (type == WebApplicationType.SERVLET && isPresent(environment)) {
			throw new InvalidConfigurationPropertyValueException(KEY, environment.getProperty(KEY),
					"Expected no such port in a servlet application; any worker answers for the whole cluster.");
		}
	}

	static void check(@Nullable Integer port) {
		if (port != null && (port < 0 || port > HIGHEST)) {
			throw new InvalidConfigurationPropertyValueException(KEY, port,
					"Expected a port from 0, for any, to %d.".formatted(HIGHEST));
		}
	}

	/**
	 * Return the properties by which the actuator listens on the port in the master.
	 * @param environment the environment of the master
	 * @param properties what the user set
	 * @return the properties, none if the master has no port of its own
	 * @throws InvalidConfigurationPropertyValueException if workers listen on the port
	 */
	public static Map<String, Object> properties(Environment environment, ClusterProperties properties) {
		Integer port = properties.getMaster().getManagementPort();
		if (port == null) {
			return Map.of();
		}
		Integer server = environment.getProperty("server.port", Integer.class, 8080);
		Integer shared = environment.getProperty(WORKERS_KEY, Integer.class, server);
		if (port != 0 && Stream.of(server, shared).anyMatch(port::equals)) {
			throw new InvalidConfigurationPropertyValueException(KEY, port,
					"Expected a port that workers do not listen on.");
		}
		return Map.of(WORKERS_KEY, port);
	}

}
