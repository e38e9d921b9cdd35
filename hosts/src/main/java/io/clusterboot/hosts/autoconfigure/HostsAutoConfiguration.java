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

package io.clusterboot.hosts.autoconfigure;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.spring.ConditionalOnClusterRole;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what several hosts share, in the
 * master. The engine is chosen when the application starts and not by a condition, which
 * ahead-of-time processing would decide when it is built.
 */
@AutoConfiguration(afterName = "io.clusterboot.autoconfigure.ClusterAutoConfiguration")
@ConditionalOnClusterRole(ClusterRole.MASTER)
public final class HostsAutoConfiguration {

	@Bean
	HostsLifecycle clusterHosts(ApplicationContext context, ObjectProvider<ClusterMaster> master) {
		return new HostsLifecycle(context, master);
	}

}
