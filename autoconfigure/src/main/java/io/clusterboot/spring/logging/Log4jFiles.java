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

import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractOutputStreamAppender;
import org.apache.logging.log4j.core.appender.FileManager;
import org.apache.logging.log4j.core.appender.OutputStreamManager;
import org.apache.logging.log4j.core.appender.RandomAccessFileManager;
import org.jspecify.annotations.Nullable;

/**
 * The files that Log4j writes and that several processes must not share. Files that it
 * locks for each event are not among them.
 */
final class Log4jFiles {

	private Log4jFiles() {
	}

	static Set<String> of(LoggerContext loggers) {
		Set<String> files = new LinkedHashSet<>();
		for (Appender appender : loggers.getConfiguration().getAppenders().values()) {
			String file = (appender instanceof AbstractOutputStreamAppender<?> output) ? file(output.getManager())
					: null;
			if (file != null) {
				files.add(file);
			}
		}
		return files;
	}

	private static @Nullable String file(OutputStreamManager manager) {
		if (manager instanceof FileManager file) {
			return file.isLocking() ? null : file.getFileName();
		}
		return (manager instanceof RandomAccessFileManager file) ? file.getFileName() : null;
	}

}
