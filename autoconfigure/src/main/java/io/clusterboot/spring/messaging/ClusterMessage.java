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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a type whose instances are sent as messages, usually a record. Processes know the
 * type by that name and never by its class, so that two versions of the application, each
 * with its own class, understand each other during a rolling restart: members that the
 * receiver does not know are ignored, and those that are missing have the default value
 * of their type.
 * <p>
 * Types in the packages of the application are found; others are registered with a bean
 * of the type {@link ClusterMessageType}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ClusterMessage {

	/**
	 * The name of the messages, such as {@code cache.evicted}, unique in the application.
	 * @return letters, digits, dots, hyphens and underscores
	 */
	String value();

}
