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
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.actuator.ClusterEndpoint;
import io.clusterboot.spring.actuator.ClusterOperations;
import io.clusterboot.spring.actuator.ClusterWebEndpoint;
import io.clusterboot.spring.worker.WorkerSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointExporter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the endpoint {@code cluster}, in
 * the master and in workers.
 */
@AutoConfiguration(afterName = "io.clusterboot.autoconfigure.ClusterAutoConfiguration")
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
public final class ClusterEndpointAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	ClusterOperations workerOperations(ControlHandler workerControl, WorkerSession session) {
		ClusterOperations operations = new ClusterOperations(workerControl);
		session.onExit(operations::leave);
		return operations;
	}

	@Bean
	@Lazy
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	ClusterOperations masterOperations(ControlHandler masterControl) {
		return new ClusterOperations(masterControl);
	}

	@Bean
	@Lazy
	@ConditionalOnAvailableEndpoint
	ClusterEndpoint clusterEndpoint(ClusterOperations operations) {
		return new ClusterEndpoint(operations);
	}

	@Bean
	@Lazy
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	ClusterWebEndpoint clusterWebEndpoint(ClusterEndpoint endpoint) {
		return new ClusterWebEndpoint(endpoint);
	}

	/**
	 * The endpoints of the master in JMX. What registers them is not used by any other
	 * bean, and beans of the master are lazy.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JmxEndpointExporter.class)
	@ConditionalOnBooleanProperty("spring.jmx.enabled")
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	static class MasterJmxConfiguration {

		@Bean
		SmartInitializingSingleton masterJmxEndpoints(ObjectProvider<JmxEndpointExporter> exporter) {
			return exporter::getIfAvailable;
		}

	}

}
