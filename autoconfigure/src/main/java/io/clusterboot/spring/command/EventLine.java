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

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import tools.jackson.databind.JsonNode;

/**
 * Prints an event as a line.
 */
final class EventLine {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

	private EventLine() {
	}

	static void print(JsonNode event, Terminal terminal) {
		String text = event.path("text").asString("");
		String time = TIME.format(Instant.parse(event.path("time").asString("")).atZone(ZoneId.systemDefault()));
		terminal.out().println(terminal.ansi().string("@|faint " + time + "|@ ") + styled(event, text, terminal));
	}

	private static String styled(JsonNode event, String text, Terminal terminal) {
		return switch (event.path("level").asString("")) {
			case "warn" -> Markup.styled(text, "yellow", terminal.ansi());
			case "error" -> Markup.styled(text, "red", terminal.ansi());
			default -> text;
		};
	}

}
