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
import java.util.function.Predicate;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.bus.BroadcastListener;
import io.clusterboot.spring.bus.BusMessaging;
import io.clusterboot.spring.bus.HandlerMethods;
import io.clusterboot.spring.bus.LocalMessageBus;
import io.clusterboot.spring.bus.MessageDispatcher;
import io.clusterboot.spring.bus.MessageTypes;
import io.clusterboot.spring.master.MasterBeans;
import io.clusterboot.spring.messaging.ClusterMessageType;
import io.clusterboot.spring.messaging.ClusterMessaging;
import io.clusterboot.spring.messaging.ReactiveClusterMessaging;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The messages of the application, in every role: the condition is for the master, where
 * only beans that ask for it are created and have their life cycle.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER, ClusterRole.STANDALONE })
class MessagingConfiguration {

	@Bean
	ApplicationBus applicationBus(ObjectProvider<MessageBus> bus) {
		return new ApplicationBus(bus.getIfAvailable(LocalMessageBus::new));
	}

	@Bean
	MessageTypes clusterMessageTypes(ApplicationContext context, ObjectProvider<ClusterMessageType> registered) {
		return new MessageTypes(() -> MessageTypes.scan(
				AutoConfigurationPackages.has(context) ? AutoConfigurationPackages.get(context) : List.of(),
				context.getEnvironment(), context), () -> registered.stream().toList());
	}

	@Bean
	HandlerMethods clusterHandlerMethods(ConfigurableListableBeanFactory beanFactory, MessageTypes types,
			Environment environment) {
		boolean inMaster = ClusterRole.MASTER.name()
			.equals(environment.getProperty(ConditionalOnClusterRole.ROLE_PROPERTY));
		Predicate<String> beans = inMaster ? new MasterBeans(beanFactory)::belong : (name) -> true;
		return new HandlerMethods(beanFactory, types, beans);
	}

	@Bean
	MessageDispatcher clusterMessageDispatcher(ApplicationBus bus, MessageTypes types, HandlerMethods methods,
			ApplicationContext context) {
		return new MessageDispatcher(bus.bus(), types, methods, context);
	}

	@Bean
	ClusterMessaging clusterMessaging(ApplicationBus bus, MessageTypes types) {
		return new BusMessaging(bus.bus(), types);
	}

	@Bean
	BroadcastListener clusterBroadcastListener(ApplicationBus bus, MessageTypes types) {
		return new BroadcastListener(bus.bus(), types);
	}

	/**
	 * The same for reactive code.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER, ClusterRole.STANDALONE })
	@ConditionalOnClass(Mono.class)
	static class ReactiveConfiguration {

		@Bean
		ReactiveClusterMessaging reactiveClusterMessaging(ClusterMessaging messaging) {
			return new ReactiveClusterMessaging(messaging);
		}

	}

	/**
	 * The bus between processes, or that of a standalone application, which is no bean:
	 * beans of the cluster are there if there is one.
	 *
	 * @param bus the bus
	 */
	record ApplicationBus(MessageBus bus) {

	}

}
