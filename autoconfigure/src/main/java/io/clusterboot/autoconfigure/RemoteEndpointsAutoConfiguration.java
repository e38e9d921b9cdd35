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

import java.util.List;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.endpoint.LogLevelsAdvisor;
import io.clusterboot.spring.endpoint.MasterLogLevels;
import io.clusterboot.spring.endpoint.RemoteOperations;
import io.clusterboot.spring.endpoint.WorkerLogLevels;
import io.clusterboot.spring.metrics.MetricsCollector;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of endpoints that reach other
 * processes than the one that is asked.
 */
@AutoConfiguration(afterName = { "io.clusterboot.autoconfigure.ClusterAutoConfiguration",
		"io.clusterboot.autoconfigure.ClusterMetricsAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration" })
@ConditionalOnClass(OperationInvoker.class)
@ConditionalOnBean(MessageBus.class)
public final class RemoteEndpointsAutoConfiguration {

	/**
	 * Log levels in the master.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	@ConditionalOnBean(LoggingSystem.class)
	static class MasterConfiguration {

		@Bean
		MasterLogLevels masterLogLevels(MessageBus bus, LoggingSystem system, ObjectProvider<LoggerGroups> groups) {
			return new MasterLogLevels(bus, system, groups.getIfAvailable(LoggerGroups::new));
		}

	}

	/**
	 * Log levels in a worker.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	@ConditionalOnBean(LoggingSystem.class)
	static class WorkerConfiguration {

		@Bean
		WorkerLogLevels workerLogLevels(MessageBus bus, LoggingSystem system, ObjectProvider<LoggerGroups> groups) {
			return new WorkerLogLevels(bus, system, groups.getIfAvailable(LoggerGroups::new));
		}

	}

	/**
	 * What an endpoint does in whatever process it is asked. The master has it only where
	 * it has endpoints.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
	@ConditionalOnBean(type = "org.springframework.boot.actuate.endpoint.invoke.ParameterValueMapper")
	static class EndpointsConfiguration {

		@Bean
		LogLevelsAdvisor logLevelsAdvisor(MessageBus bus) {
			return new LogLevelsAdvisor(bus);
		}

		@Bean
		RemoteOperations remoteOperations(MessageBus bus, Cluster cluster, ObjectProvider<EndpointJsonMapper> mapper,
				ObjectProvider<OwnProcess> ownProcess, Environment environment) {
			return new RemoteOperations(bus,
					() -> mapper.stream().findFirst().map(EndpointJsonMapper::get).orElseGet(JsonMapper::shared),
					(endpoint) -> roles(environment, endpoint),
					ownProcess.getIfAvailable(() -> new OwnProcess(UnaryOperator.identity())).operation(),
					cluster.workerId().orElse(BusMessage.MASTER));
		}

		private static List<String> roles(Environment environment, EndpointId endpoint) {
			return Binder.get(environment)
				.bind("management.endpoint.%s.roles".formatted(endpoint.toLowerCaseString()),
						Bindable.listOf(String.class))
				.orElseGet(List::of);
		}

	}

	/**
	 * Makes an operation say what is of this process only.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
	@ConditionalOnBean(MetricsCollector.class)
	static class OwnMetricsConfiguration {

		@Bean
		OwnProcess ownProcess(MetricsCollector collector) {
			return new OwnProcess((invoker) -> (context) -> collector.ownOnly(() -> invoker.invoke(context)));
		}

	}

	/**
	 * Makes an operation say what is of this process only.
	 *
	 * @param operation changes an operation
	 */
	record OwnProcess(UnaryOperator<OperationInvoker> operation) {

	}

}
