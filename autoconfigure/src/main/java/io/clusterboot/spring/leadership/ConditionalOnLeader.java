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

package io.clusterboot.spring.leadership;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Marks a bean, or all beans of a configuration, that does its work in the process that
 * leads only. The bean exists in every worker; since leadership moves while they run, the
 * condition is not for its creation but for its work:
 * <ul>
 * <li>a {@link Lifecycle} is started when leadership is granted and stopped when it is
 * revoked or the application stops, in the order of the phases, as a
 * {@link LeaderLifecycle} is; a {@link SmartLifecycle} without automatic start-up is not
 * started</li>
 * <li>an {@link ApplicationRunner} or {@link CommandLineRunner} runs when its process
 * leads for the first time, on a thread of its own, and not before the application is
 * ready</li>
 * <li>a {@link Scheduled @Scheduled} method is skipped where another process leads</li>
 * </ul>
 * Other beans are not affected. In an application that runs standalone, which always
 * leads, the annotation changes nothing.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ConditionalOnLeader {

}
