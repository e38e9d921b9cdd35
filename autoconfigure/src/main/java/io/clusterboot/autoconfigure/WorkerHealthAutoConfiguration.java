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
import io.clusterboot.spring.actuator.ClusterHealthGroups;
import io.clusterboot.spring.worker.HealthReadinessEndpoint;
import io.clusterboot.spring.worker.HealthWatch;
import io.clusterboot.spring.worker.ReadinessEndpoint;
import io.clusterboot.spring.worker.ReadinessReport;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of a worker whose application has a
 * health endpoint. It comes after the auto-configuration of the endpoint, to know whether
 * there is one.
 */
@AutoConfiguration(after = HealthEndpointAutoConfiguration.class,
		afterName = "io.clusterboot.autoconfigure.ClusterAutoConfiguration")
@ConditionalOnClass(HealthEndpoint.class)
@ConditionalOnClusterRole(ClusterRole.WORKER)
public final class WorkerHealthAutoConfiguration {

	private static final String READINESS = "readiness";

	@Bean
	@ConditionalOnBean(HealthEndpoint.class)
	HealthWatch healthWatch(HealthEndpoint endpoint, HealthEndpointGroups groups, ReadinessReport report) {
		String group = groups.getNames().contains(ClusterHealthGroups.WORKER_READINESS)
				? ClusterHealthGroups.WORKER_READINESS : READINESS;
		return new HealthWatch(endpoint, group, report, HealthWatch.INTERVAL);
	}

	/**
	 * The endpoint as clients see it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ManagementPortType.class, PathMappedEndpoints.class })
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		ReadinessEndpoint reactiveReadinessEndpoint(Environment environment,
				ObjectProvider<HealthEndpointGroups> groups, ObjectProvider<PathMappedEndpoints> endpoints) {
			return new HealthReadinessEndpoint(environment, groups, endpoints, HealthReadinessEndpoint.REACTIVE);
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		ReadinessEndpoint servletReadinessEndpoint(Environment environment, ObjectProvider<HealthEndpointGroups> groups,
				ObjectProvider<PathMappedEndpoints> endpoints) {
			return new HealthReadinessEndpoint(environment, groups, endpoints, HealthReadinessEndpoint.SERVLET);
		}

	}

}
