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

import org.springframework.core.annotation.AliasFor;

/**
 * An event that is heard in all processes of the cluster: an object of this type that is
 * published with
 * {@link org.springframework.context.ApplicationEventPublisher#publishEvent(Object)} is
 * heard by the listeners of this process as any event, and once by those of each other
 * process, in the order in which this process published them. In the master only the
 * beans that belong there hear it.
 * <p>
 * Delivery is at most once: a process that starts, ends or is overloaded misses events.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ClusterMessage("")
public @interface ClusterBroadcast {

	/**
	 * The name of the event between processes, as in {@link ClusterMessage#value()}.
	 * @return letters, digits, dots, hyphens and underscores
	 */
	@AliasFor(annotation = ClusterMessage.class, attribute = "value")
	String value();

}
