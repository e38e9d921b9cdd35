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

package io.clusterboot.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.clusterboot.cluster.ClusterRole;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches when this process has one of the given
 * roles in the cluster.
 * <p>
 * In the master the application itself does not run: its beans are lazy, and its runners,
 * {@code @Scheduled} methods and life-cycle beans do not run. A bean with
 * {@code @ConditionalOnClusterRole(MASTER)} is the exception: in the master it is created
 * and runs as in any application. {@link ConditionalOnClusterOnce} adds the application
 * that runs standalone.
 * <p>
 * While an application is processed ahead of time the condition matches for every role,
 * and when it starts the beans of other roles are removed.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnClusterRoleCondition.class)
public @interface ConditionalOnClusterRole {

	/**
	 * The property of the environment that holds the role of this process, the name of a
	 * {@link ClusterRole}. It is set before the context is created.
	 */
	String ROLE_PROPERTY = "cluster.role";

	/**
	 * The roles in which the bean exists.
	 * @return one or more roles
	 */
	ClusterRole[] value();

}
