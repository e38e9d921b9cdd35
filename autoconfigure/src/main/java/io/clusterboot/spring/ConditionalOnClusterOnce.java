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

/**
 * {@link ConditionalOnClusterRole} for a bean that exists once, however many workers
 * there are: in the master of a cluster, and in an application that runs standalone. For
 * scheduled jobs, runners and listeners whose work must not be done by each worker.
 * <p>
 * "Once" is once per cluster, which means once per host. Where the application runs on
 * several hosts, use a lock that the hosts share.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.STANDALONE })
public @interface ConditionalOnClusterOnce {

}
