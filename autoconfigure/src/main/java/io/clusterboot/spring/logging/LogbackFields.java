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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;

/**
 * Gives the events of Logback the fields of this process. Logback takes the fields of an
 * event from the thread alone, so a thread gets them with its first event, and again
 * after the application has cleared them.
 */
final class LogbackFields extends TurboFilter {

	private final Map<String, String> values;

	private final LoggerContext loggers;

	private LogbackFields(Map<String, String> values, LoggerContext loggers) {
		this.values = values;
		this.loggers = loggers;
	}

	/**
	 * Add the fields to all events, also after a new configuration was read.
	 * @param loggers the loggers, configured
	 * @param values the fields by name
	 */
	static void install(LoggerContext loggers, Map<String, String> values) {
		if (loggers.getTurboFilterList().stream().noneMatch(LogbackFields.class::isInstance)) {
			LogbackFields fields = new LogbackFields(values, loggers);
			loggers.addTurboFilter(fields);
			loggers.addListener(new Reinstallation(fields));
		}
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] params, @Nullable Throwable throwable) {
		if (mayBeLogged(logger, level) && MDC.get(LogFields.ROLE) == null) {
			this.values.forEach(MDC::put);
		}
		return FilterReply.NEUTRAL;
	}

	/**
	 * Return whether an event may come of it. Another filter may accept what the level
	 * does not.
	 */
	private boolean mayBeLogged(Logger logger, Level level) {
		return level.isGreaterOrEqual(logger.getEffectiveLevel()) || this.loggers.getTurboFilterList().size() > 1;
	}

	/**
	 * Adds the fields again when the loggers were reset.
	 */
	private record Reinstallation(LogbackFields fields) implements LoggerContextListener {

		@Override
		public boolean isResetResistant() {
			return true;
		}

		@Override
		public void onReset(LoggerContext context) {
			context.addTurboFilter(this.fields);
		}

		@Override
		public void onStart(LoggerContext context) {
		}

		@Override
		public void onStop(LoggerContext context) {
		}

		@Override
		public void onLevelChange(Logger logger, Level level) {
		}

	}

}
