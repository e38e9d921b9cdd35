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

import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.LoggerContext;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;

import org.springframework.util.ClassUtils;

/**
 * The logging system that writes the log of this process.
 */
enum ActiveLoggingSystem {

	/**
	 * Logback.
	 */
	LOGBACK {

		@Override
		void install(Map<String, String> fields) {
			LogbackFields.install(loggers(), fields);
		}

		@Override
		Set<String> files() {
			return LogbackFiles.of(loggers());
		}

		private LoggerContext loggers() {
			return (LoggerContext) LoggerFactory.getILoggerFactory();
		}

	},

	/**
	 * Log4j, which finds {@link Log4jFields} itself.
	 */
	LOG4J {

		@Override
		Set<String> files() {
			return Log4jFiles.of((org.apache.logging.log4j.core.LoggerContext) LogManager.getContext(false));
		}

	},

	/**
	 * Any other, which has no fields.
	 */
	OTHER;

	private static final String LOGBACK_FACTORY = "ch.qos.logback.classic.LoggerContext";

	private static final String LOG4J_FACTORY = "org.apache.logging.slf4j.Log4jLoggerFactory";

	/**
	 * Find the system by the factory of the loggers.
	 */
	static ActiveLoggingSystem find() {
		String factory = LoggerFactory.getILoggerFactory().getClass().getName();
		if (factory.equals(LOGBACK_FACTORY)) {
			return LOGBACK;
		}
		return (factory.equals(LOG4J_FACTORY)
				&& ClassUtils.isPresent("org.apache.logging.log4j.core.LoggerContext", null)) ? LOG4J : OTHER;
	}

	/**
	 * Add the fields of this process to all log events.
	 */
	void install(Map<String, String> fields) {
	}

	/**
	 * Return the files that are written and that several processes must not share.
	 */
	Set<String> files() {
		return Set.of();
	}

}
