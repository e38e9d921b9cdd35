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

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.AppenderAttachable;

/**
 * The files that Logback writes and that several processes must not share. Files in
 * prudent mode are not among them.
 */
final class LogbackFiles {

	private LogbackFiles() {
	}

	static Set<String> of(LoggerContext loggers) {
		Set<String> files = new LinkedHashSet<>();
		for (Logger logger : loggers.getLoggerList()) {
			add(logger, files);
		}
		return files;
	}

	private static void add(AppenderAttachable<ILoggingEvent> parent, Set<String> files) {
		for (Iterator<Appender<ILoggingEvent>> appenders = parent.iteratorForAppenders(); appenders.hasNext();) {
			add(appenders.next(), files);
		}
	}

	@SuppressWarnings("unchecked")
	private static void add(Appender<ILoggingEvent> appender, Set<String> files) {
		if (appender instanceof AppenderAttachable<?> attachable) {
			add((AppenderAttachable<ILoggingEvent>) attachable, files);
		}
		else if (appender instanceof FileAppender<?> file && !file.isPrudent() && file.getFile() != null) {
			files.add(file.getFile());
		}
	}

}
