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
import io.clusterboot.spring.drain.ServletDrain;
import io.clusterboot.spring.worker.WarmUpStep;
import io.clusterboot.spring.worker.WorkerJettyCustomizer;
import io.clusterboot.spring.worker.WorkerSession;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans of a worker that may serve with Jetty.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole(ClusterRole.WORKER)
@ConditionalOnClass(JettyWebServerFactory.class)
class JettyWorkerConfiguration {

	@Bean
	WorkerJettyCustomizer workerJettyCustomizer(WorkerSession session, ServletDrain drain, WarmUpStep warmUp) {
		return new WorkerJettyCustomizer(session, drain, warmUp);
	}

}
