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
 * Marks a method of a bean that handles messages, and may reply to them. Its first
 * parameter has the type of the messages, which has a name ({@link ClusterMessage}); a
 * second one, if there is any, is the {@link ClusterMessageEvent}. What it returns is the
 * reply: a value, a {@link java.util.concurrent.CompletionStage} or a {@code Mono}. A
 * name has one such method in a process at most.
 * <p>
 * The method is called on a thread for such methods, which it may hold; messages of one
 * sender follow each other. In the master only those of beans that belong there
 * ({@link io.clusterboot.spring.ConditionalOnClusterRole},
 * {@link io.clusterboot.spring.ConditionalOnClusterOnce}) are called.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ClusterMessageHandler {

}
