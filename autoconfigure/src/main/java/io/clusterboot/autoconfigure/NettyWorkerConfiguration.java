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
import io.clusterboot.spring.drain.EventStreamDrain;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.worker.InMemorySessionWarning;
import io.clusterboot.spring.worker.WarmUpObservations;
import io.clusterboot.spring.worker.WarmUpStep;
import io.clusterboot.spring.worker.WorkerSession;
import io.clusterboot.spring.worker.WorkerWebServerFactoryCustomizer;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The beans of a worker that may serve with Reactor Netty.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole(ClusterRole.WORKER)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(NettyReactiveWebServerFactory.class)
class NettyWorkerConfiguration {

	@Bean
	static InMemorySessionWarning inMemorySessionWarning(WorkerSession session, Environment environment) {
		return InMemorySessionWarning.of(session, BoundProperties.of(environment).getWarnings().isSessions());
	}

	@Bean
	ConnectionDrain connectionDrain(WorkerSession session) {
		ConnectionDrain drain = new ConnectionDrain(session.settings().drainGrace(), session.settings().drainTimeout(),
				session.traffic());
		session.quarantine().observe(drain::letGo);
		return drain;
	}

	@Bean
	EventStreamDrain eventStreamDrain(WorkerSession session) {
		EventStreamDrain drain = new EventStreamDrain(session.settings().drainGrace(),
				session.settings().drainTimeout());
		session.quarantine().observe(drain::letGo);
		return drain;
	}

	@Bean
	WorkerWebServerFactoryCustomizer workerWebServerFactoryCustomizer(WorkerSession session, ConnectionDrain drain,
			ObjectProvider<ReactorResourceFactory> resourceFactory, WarmUpStep warmUp) {
		return new WorkerWebServerFactoryCustomizer(session, drain, resourceFactory, warmUp);
	}

	/**
	 * The requests of a warm-up are not observed.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationPredicate.class)
	static class ObservationConfiguration {

		@Bean
		WarmUpObservations warmUpObservations() {
			return new WarmUpObservations();
		}

	}

}
