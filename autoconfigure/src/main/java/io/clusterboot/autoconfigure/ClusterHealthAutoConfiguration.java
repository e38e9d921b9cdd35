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

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.actuator.ClusterHealthGroups;
import io.clusterboot.spring.actuator.ClusterHealthSource;
import io.clusterboot.spring.actuator.ClusterLiveness;
import io.clusterboot.spring.actuator.ClusterReadiness;
import io.clusterboot.spring.actuator.MasterHealthSource;
import io.clusterboot.spring.actuator.WorkerHealthSource;
import io.clusterboot.spring.actuator.WorkersHealth;
import io.clusterboot.spring.settings.ClusterProperties;
import io.clusterboot.spring.worker.WorkerSession;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the health of the cluster, in the
 * master and in workers. It comes after the auto-configuration of Boot's probes, whose
 * groups it changes.
 */
@AutoConfiguration(after = AvailabilityProbesAutoConfiguration.class,
		afterName = "io.clusterboot.autoconfigure.ClusterAutoConfiguration")
@ConditionalOnClass({ HealthEndpointGroupsPostProcessor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
public final class ClusterHealthAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	ClusterHealthSource workerHealthSource(WorkerSession session) {
		return new WorkerHealthSource(session.scoreboard(), session.worker()::isConnected, System::nanoTime);
	}

	@Bean
	@Lazy
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	ClusterHealthSource masterHealthSource(Cluster masterCluster) {
		return new MasterHealthSource(masterCluster);
	}

	@Bean
	@Lazy
	@ConditionalOnEnabledHealthIndicator("cluster")
	WorkersHealth clusterHealthContributor(ClusterHealthSource source) {
		return new WorkersHealth(source);
	}

	@Bean
	@Lazy
	ClusterReadiness clusterReadinessHealthIndicator(ClusterHealthSource source, ClusterProperties properties) {
		return new ClusterReadiness(source, properties.getHealth().toMinReady()::of);
	}

	@Bean
	@Lazy
	ClusterLiveness clusterLivenessHealthIndicator(ClusterHealthSource source, ClusterProperties properties) {
		return new ClusterLiveness(source, properties.getLivenessTimeout());
	}

	@Bean
	@Lazy
	@Order(Ordered.LOWEST_PRECEDENCE)
	HealthEndpointGroupsPostProcessor clusterHealthGroups() {
		return ClusterHealthGroups::new;
	}

}
