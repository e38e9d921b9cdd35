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

import java.util.Optional;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.drain.DrainEnd;
import io.clusterboot.spring.drain.ServletDrain;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.ClusterProperties;
import io.clusterboot.spring.worker.ReadinessEndpoint;
import io.clusterboot.spring.worker.ReadinessReport;
import io.clusterboot.spring.worker.SeparateMemoryWarnings;
import io.clusterboot.spring.worker.ServerStop;
import io.clusterboot.spring.worker.WarmUpStep;
import io.clusterboot.spring.worker.WorkerSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The beans of a worker, whatever it serves with.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole(ClusterRole.WORKER)
class WorkerConfiguration {

	@Bean
	Cluster workerCluster(WorkerSession session) {
		return session.cluster();
	}

	@Bean
	MessageBus workerBus(WorkerSession session) {
		return session.worker().messageBus();
	}

	@Bean
	ControlHandler workerControl(WorkerSession session) {
		return session.worker()::operate;
	}

	@Bean
	SmartInitializingSingleton clusterWorkerExit(WorkerSession session, ApplicationContext context) {
		return () -> session.attach(context);
	}

	@Bean
	ServletDrain servletDrain(WorkerSession session) {
		ServletDrain drain = new ServletDrain(session.settings().drainGrace(), session.settings().drainTimeout(),
				session.traffic());
		session.quarantine().observe(drain::letGo);
		return drain;
	}

	@Bean
	WarmUpStep warmUpStep(WorkerSession session, ObjectProvider<ReadinessEndpoint> endpoint) {
		return new WarmUpStep(session,
				() -> Optional.ofNullable(endpoint.getIfAvailable()).flatMap(ReadinessEndpoint::path));
	}

	@Bean
	ServerStop serverStop(WorkerSession session) {
		return new ServerStop(session);
	}

	@Bean
	DrainEnd drainEnd(WorkerSession session) {
		return new DrainEnd(session.traffic());
	}

	@Bean
	ReadinessReport readinessReport(WorkerSession session) {
		return new ReadinessReport(session.worker()::readiness, session::isEnding);
	}

	/**
	 * The first worker warns, as the others have the same beans.
	 */
	@Bean
	SeparateMemoryWarnings separateMemoryWarnings(WorkerSession session, Environment environment) {
		ClusterProperties properties = BoundProperties.of(environment);
		boolean due = session.cluster().workerId().orElse(0) == 1 && session.cluster().size() > 1;
		return new SeparateMemoryWarnings(due, properties.getCache().isEvictBroadcast(),
				properties.getWarnings().getSilence());
	}

}
