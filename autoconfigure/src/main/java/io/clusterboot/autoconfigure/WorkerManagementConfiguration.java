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
import io.clusterboot.spring.drain.ConnectionDrain;
import io.clusterboot.spring.worker.WorkerSession;
import io.clusterboot.spring.worker.WorkerWebServerFactoryCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Makes the server on a separate management port adopt its socket too. That server has a
 * context of its own, which has none of the application's customizers.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClusterRole(ClusterRole.WORKER)
class WorkerManagementConfiguration {

	@Bean
	WorkerWebServerFactoryCustomizer workerManagementWebServerFactoryCustomizer(WorkerSession session,
			ConnectionDrain drain, ObjectProvider<ReactorResourceFactory> resourceFactory) {
		return new WorkerWebServerFactoryCustomizer(session, drain, resourceFactory, null);
	}

}
