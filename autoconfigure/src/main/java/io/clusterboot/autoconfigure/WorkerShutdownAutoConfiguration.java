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

package io.clusterboot.autoconfigure;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.worker.WorkerSession;
import io.clusterboot.spring.worker.WorkerShutdownEndpoint;

import org.springframework.boot.actuate.autoconfigure.context.ShutdownEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.context.ShutdownEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@code shutdown} endpoint of
 * a worker, which ends the cluster. It comes before Boot's own.
 */
@AutoConfiguration(before = ShutdownEndpointAutoConfiguration.class)
@ConditionalOnClass({ ShutdownEndpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnClusterRole(ClusterRole.WORKER)
public final class WorkerShutdownAutoConfiguration {

	/**
	 * Without a destroy method, which Spring would take from the name of the operation.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnAvailableEndpoint(ShutdownEndpoint.class)
	@ConditionalOnMissingBean(ShutdownEndpoint.class)
	WorkerShutdownEndpoint shutdownEndpoint(WorkerSession session) {
		return new WorkerShutdownEndpoint(session);
	}

}
