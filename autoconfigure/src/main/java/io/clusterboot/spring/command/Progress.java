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

package io.clusterboot.spring.command;

import tools.jackson.databind.JsonNode;

/**
 * Shows what happens while a command waits: a line for each event, and on a terminal a
 * bar for a rolling restart.
 */
interface Progress {

	/**
	 * Shows nothing.
	 */
	Progress NONE = (event) -> {
	};

	/**
	 * Something happened.
	 * @param event the event
	 */
	void happened(JsonNode event);

	/**
	 * The command is about to print the outcome.
	 */
	default void end() {
	}

	static Progress on(Terminal terminal) {
		return terminal.interactive() ? new ProgressBar(terminal) : (event) -> {
			if (!event.path("level").asString("").equals("debug")) {
				EventLine.print(event, terminal);
			}
		};
	}

}
