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

package io.clusterboot.cluster.event;

import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A line of the operator's log.
 *
 * @param text the text, without the time and the name of the logger
 */
record LogLine(Level level, String text) {

	static LogLine error(String text, Object... values) {
		return new LogLine(Level.ERROR, text.formatted(values));
	}

	static LogLine warn(String text, Object... values) {
		return new LogLine(Level.WARN, text.formatted(values));
	}

	static LogLine info(String text, Object... values) {
		return new LogLine(Level.INFO, text.formatted(values));
	}

	static LogLine debug(String text, Object... values) {
		return new LogLine(Level.DEBUG, text.formatted(values));
	}

	void writeTo(Logger logger) {
		logger.atLevel(this.level).log("{}", this.text);
	}

}
