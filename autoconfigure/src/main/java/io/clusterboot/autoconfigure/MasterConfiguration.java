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

import java.time.Duration;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.master.ClusterStart;
import io.clusterboot.spring.master.DormantWeaverBeans;
import io.clusterboot.spring.master.LazyMasterBeans;
import io.clusterboot.spring.master.MasterEventListenerFactory;
import io.clusterboot.spring.master.MasterEventMulticaster;
import io.clusterboot.spring.master.MasterLifecycle;
import io.clusterboot.spring.master.MasterReaper;
import io.clusterboot.spring.master.MasterWebServerFactoryPostProcessor;
import io.clusterboot.spring.master.RunnerSuppressor;
import io.clusterboot.spring.settings.ClusterSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * The beans of a master.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole(ClusterRole.MASTER)
class MasterConfiguration {

	/**
	 * Time that the steps to stop a worker may take beyond the drain timeout.
	 */
	private static final Duration STOP_MARGIN = Duration.ofSeconds(25);

	@Bean
	static LazyMasterBeans lazyMasterBeans() {
		return new LazyMasterBeans();
	}

	@Bean
	static DormantWeaverBeans dormantWeaverBeans() {
		return new DormantWeaverBeans();
	}

	@Bean
	static RunnerSuppressor runnerSuppressor() {
		return new RunnerSuppressor();
	}

	@Bean
	static MasterWebServerFactoryPostProcessor masterWebServerFactoryPostProcessor(ObjectProvider<ClusterStart> start,
			ApplicationContext context) {
		return new MasterWebServerFactoryPostProcessor(start, context);
	}

	@Bean
	@ConditionalOnMissingBean(name = AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
			search = SearchStrategy.CURRENT)
	static ApplicationEventMulticaster applicationEventMulticaster(ConfigurableListableBeanFactory beanFactory) {
		return new MasterEventMulticaster(beanFactory);
	}

	@Bean
	static MasterEventListenerFactory masterEventListenerFactory(ConfigurableListableBeanFactory beanFactory) {
		return new MasterEventListenerFactory(beanFactory);
	}

	@Bean
	static MasterLifecycle masterLifecycle(ObjectProvider<ClusterSettings> settings) {
		return new MasterLifecycle(() -> stopTimeout(settings.getObject().master()));
	}

	private static Duration stopTimeout(MasterSettings settings) {
		return settings.preDrainDelay().plus(settings.drainTimeout()).plus(STOP_MARGIN);
	}

	/**
	 * Reaps zombies when the master is PID 1, as no other process does.
	 */
	@Bean
	MasterReaper clusterReaper() {
		return MasterReaper.start();
	}

	@Bean
	Cluster masterCluster(ClusterMaster master) {
		return master.cluster();
	}

	@Bean
	MessageBus masterBus(ClusterMaster master) {
		return master.messageBus();
	}

	@Bean
	ControlHandler masterControl(ClusterMaster master) {
		return master.control();
	}

}
