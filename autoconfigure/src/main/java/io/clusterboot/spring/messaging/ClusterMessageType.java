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

package io.clusterboot.spring.messaging;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.Assert;

/**
 * A type whose instances are sent as messages, and its name. A bean of this type
 * registers what is outside the packages of the application, or has no annotation.
 *
 * @param name the name of the messages: letters, digits, dots, hyphens and underscores
 * @param type the type, which Jackson can write and read
 */
public record ClusterMessageType(String name, Class<?> type) {

	/**
	 * Create a new instance.
	 * @throws IllegalArgumentException if the name is not one
	 */
	public ClusterMessageType {
		Assert.isTrue(name.matches("[\\w.-]+"),
				() -> "The name of the messages of %s: '%s' (expected: ".formatted(type.getName(), name)
						+ "letters, digits, dots, hyphens and underscores)");
	}

	/**
	 * Return an annotated type.
	 * @param type a type with {@link ClusterMessage} or {@link ClusterBroadcast}
	 * @return the type and the name that the annotation has
	 * @throws IllegalArgumentException if there is no annotation
	 */
	public static ClusterMessageType of(Class<?> type) {
		MergedAnnotations annotations = MergedAnnotations.from(type);
		Assert.isTrue(annotations.isPresent(ClusterMessage.class),
				() -> "%s has no name for messages (expected: @ClusterMessage, @ClusterBroadcast, or a bean of the "
					.formatted(type.getName()) + "type ClusterMessageType)");
		return new ClusterMessageType(annotations.get(ClusterMessage.class).getString("value"), type);
	}

}
