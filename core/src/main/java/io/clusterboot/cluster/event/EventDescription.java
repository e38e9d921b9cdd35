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

import java.util.Locale;
import java.util.Optional;

/**
 * An event in words, as the operator's log has it.
 *
 * @param name the name of the kind of event, such as {@code ready} or
 * {@code roll-started}
 * @param level the level of its line in the log, in lower case
 * @param text the text of the line
 */
public record EventDescription(String name, String level, String text) {

	private static final LogLines LINES = new LogLines();

	/**
	 * Describe an event.
	 * @param event the event
	 * @return the description, empty if the log has no line for it
	 */
	public static Optional<EventDescription> of(ClusterEvent event) {
		return event.accept(LINES)
			.map((line) -> new EventDescription(name(event.getClass()), line.level().name().toLowerCase(Locale.ROOT),
					line.text()));
	}

	/**
	 * Make the name of the type: that of its family, unless it is in the general one, and
	 * its own.
	 */
	private static String name(Class<?> type) {
		Class<?> family = type.getEnclosingClass();
		String prefix = (family == null || family == ClusterEvent.class) ? ""
				: hyphenated(family.getSimpleName().replaceFirst("Event$", "")) + "-";
		return prefix + hyphenated(type.getSimpleName());
	}

	private static String hyphenated(String name) {
		return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
	}

}
