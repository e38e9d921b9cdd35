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

package io.clusterboot.spring.endpoint;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerGroup;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The log levels of this process, and messages about them.
 */
final class LogLevels {

	/**
	 * A process tells the master a level that was set.
	 */
	static final String SET = "cluster.loggers.set";

	/**
	 * The master has a worker set a level.
	 */
	static final String APPLY = "cluster.loggers.apply";

	/**
	 * A worker that has started asks for the levels that were set before.
	 */
	static final String JOINED = "cluster.loggers.joined";

	private static final String NAME = "name";

	private static final String LEVEL = "level";

	private final LoggingSystem system;

	private final LoggerGroups groups;

	LogLevels(LoggingSystem system, LoggerGroups groups) {
		this.system = system;
		this.groups = groups;
	}

	static ObjectNode write(String name, @Nullable String level) {
		ObjectNode json = JsonNodeFactory.instance.objectNode().put(NAME, name);
		if (level != null) {
			json.put(LEVEL, level);
		}
		return json;
	}

	static String name(JsonNode json) {
		return json.path(NAME).asString();
	}

	/**
	 * Set a level, as the endpoint {@code loggers} does.
	 */
	void apply(JsonNode json) {
		String name = name(json);
		LogLevel level = json.has(LEVEL) ? LogLevel.valueOf(json.path(LEVEL).asString().toUpperCase(Locale.ROOT))
				: null;
		LoggerGroup group = this.groups.get(name);
		if (group != null && group.hasMembers()) {
			group.configureLogLevel(level, this.system::setLogLevel);
		}
		else {
			this.system.setLogLevel(name, level);
		}
	}

}
