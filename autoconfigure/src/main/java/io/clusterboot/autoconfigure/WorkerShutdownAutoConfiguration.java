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
import io.clusterboot.spring.worker.WorkerShutdown;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.context.ShutdownEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that makes the {@code shutdown}
 * endpoint of a worker end the cluster.
 */
@AutoConfiguration
@ConditionalOnClass(ShutdownEndpoint.class)
@ConditionalOnClusterRole(ClusterRole.WORKER)
public final class WorkerShutdownAutoConfiguration {

	@Bean
	static WorkerShutdown workerShutdown(ObjectProvider<WorkerSession> session) {
		return new WorkerShutdown(session);
	}

}
