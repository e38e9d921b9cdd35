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
import java.util.Set;
import java.util.function.Predicate;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Whether the first worker of a cluster that starts is alone until it is ready, so that
 * it alone changes the schema of a database.
 */
public enum MigrationsRule {

	/**
	 * If the application has something that changes the schema when it starts.
	 */
	AUTO,

	/**
	 * Always.
	 */
	FIRST,

	/**
	 * Never: as many workers start at a time as may.
	 */
	ALL;

	/**
	 * What changes a schema, and the property that switches it off.
	 */
	private static final Map<String, String> TOOLS = Map.of(
			"org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration", "spring.flyway.enabled",
			"org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration", "spring.liquibase.enabled");

	private static final Set<String> CHANGES = Set.of("create", "create-only", "create-drop", "update");

	/**
	 * Return whether the first worker is alone.
	 * @param environment says what the application has configured
	 * @param classLoader says what it has on its class path
	 * @return whether the others are forked when it is ready
	 */
	public boolean firstAlone(Environment environment, ClassLoader classLoader) {
		return firstAlone(environment, (type) -> ClassUtils.isPresent(type, classLoader));
	}

	boolean firstAlone(Environment environment, Predicate<String> classPath) {
		return this == FIRST || (this == AUTO && changesSchema(environment, classPath));
	}

	/**
	 * Return whether the schema of a database changes at the start. That of an embedded
	 * one, which is the default of some properties, is of one process.
	 */
	private static boolean changesSchema(Environment environment, Predicate<String> classPath) {
		return TOOLS.entrySet()
			.stream()
			.anyMatch((tool) -> environment.getProperty(tool.getValue(), Boolean.class, true)
					&& classPath.test(tool.getKey()))
				|| "always".equalsIgnoreCase(environment.getProperty("spring.sql.init.mode")) || CHANGES.contains(
						environment.getProperty("spring.jpa.hibernate.ddl-auto", "none").toLowerCase(Locale.ROOT));
	}

}
