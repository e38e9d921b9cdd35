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
package io.clusterboot.spring.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.spring.ConditionalOnClusterOnce;
import io.clusterboot.spring.event.WorkerOnlineEvent;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which listeners of the application hear which events in the master. The refresh stands
 * for all events of the application's life.
 */
class MasterListenersTests {

	private static final WorkerInfo WORKER = new WorkerInfo(1, 0, 4711, 0, WorkerState.ONLINE, true, Optional.empty(),
			Instant.EPOCH);

	private final List<String> log = new ArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("cluster.role=MASTER")
		.withBean("log", Log.class, () -> new Log(this.log))
		.withUserConfiguration(MasterPieces.class);

	@Test
	void ordinaryListenersAreNotCreatedByTheStartNorByTheEnd() {
		this.runner.withUserConfiguration(Ordinary.class)
			.run((context) -> assertThat(context.getBeansOfType(Log.class)).hasSize(1));
		assertThat(this.log).isEmpty();
	}

	@Test
	void ordinaryListenersHearOtherEvents() {
		this.runner.withUserConfiguration(Ordinary.class).run((context) -> {
			context.publishEvent("greeting");
			context.publishEvent(new Happened(this));
			assertThat(this.log).containsExactlyInAnyOrder("MethodListener created", "MethodListener heard greeting",
					"AnyListener created", "AnyListener heard PayloadApplicationEvent", "AnyListener heard Happened");
		});
	}

	@Test
	void listenersThatExistHearTheEnd() {
		this.runner.withUserConfiguration(Ordinary.class).run((context) -> {
			context.getBean(MethodListener.class);
			context.getBean(AnyListener.class);
			this.log.clear();
		});
		assertThat(this.log).containsExactlyInAnyOrder("MethodListener heard ContextClosedEvent",
				"AnyListener heard ContextClosedEvent");
	}

	@Test
	void beansThatBelongToTheMasterHearTheStart() {
		this.runner.withUserConfiguration(Once.class)
			.run((context) -> assertThat(this.log).containsExactlyInAnyOrder("OnceListener created",
					"OnceListener heard ContextRefreshedEvent", "AnyListener created",
					"AnyListener heard ContextRefreshedEvent"));
	}

	@Test
	void beanThatListensToTheClusterHearsTheStart() {
		this.runner.withUserConfiguration(OfCluster.class).run((context) -> {
			assertThat(this.log).containsExactly("ClusterListener created",
					"ClusterListener heard ContextRefreshedEvent");
			context.publishEvent(new WorkerOnlineEvent(this, WORKER, Duration.ZERO));
			assertThat(this.log).last().isEqualTo("ClusterListener heard WorkerOnlineEvent");
		});
	}

	@Test
	void listenerOfAllEventsThatChoosesItselfIsNotCreated() {
		this.runner.withUserConfiguration(Choosing.class).run((context) -> context.publishEvent("greeting"));
		assertThat(this.log).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class MasterPieces {

		@Bean
		static LazyMasterBeans lazyMasterBeans() {
			return new LazyMasterBeans();
		}

		@Bean
		static MasterEventListenerFactory masterEventListenerFactory(ConfigurableListableBeanFactory beanFactory) {
			return new MasterEventListenerFactory(beanFactory);
		}

		@Bean
		static ApplicationEventMulticaster applicationEventMulticaster(ConfigurableListableBeanFactory beanFactory) {
			return new MasterEventMulticaster(beanFactory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordinary {

		@Bean
		MethodListener methodListener(Log log) {
			return new MethodListener(log);
		}

		@Bean
		AnyListener anyListener(Log log) {
			return new AnyListener(log);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Once {

		@Bean
		OnceListener onceListener(Log log) {
			return new OnceListener(log);
		}

		@Bean
		@ConditionalOnClusterOnce
		AnyListener anyListener(Log log) {
			return new AnyListener(log);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfCluster {

		@Bean
		ClusterListener clusterListener(Log log) {
			return new ClusterListener(log);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Choosing {

		@Bean
		ChoosingListener choosingListener(Log log) {
			return new ChoosingListener(log);
		}

	}

	static class Log {

		private final List<String> lines;

		Log(List<String> lines) {
			this.lines = lines;
		}

		void created(Object listener) {
			this.lines.add(listener.getClass().getSimpleName() + " created");
		}

		void heard(Object listener, Object event) {
			this.lines.add("%s heard %s".formatted(listener.getClass().getSimpleName(),
					(event instanceof String text) ? text : event.getClass().getSimpleName()));
		}

	}

	static class MethodListener {

		private final Log log;

		MethodListener(Log log) {
			this.log = log;
			log.created(this);
		}

		@EventListener({ ContextRefreshedEvent.class, ContextClosedEvent.class })
		void life(ApplicationEvent event) {
			this.log.heard(this, event);
		}

		@EventListener
		void greeting(String event) {
			this.log.heard(this, event);
		}

	}

	static class AnyListener implements ApplicationListener<ApplicationEvent> {

		private final Log log;

		AnyListener(Log log) {
			this.log = log;
			log.created(this);
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			this.log.heard(this, event);
		}

	}

	@ConditionalOnClusterOnce
	static class OnceListener {

		private final Log log;

		OnceListener(Log log) {
			this.log = log;
			log.created(this);
		}

		@EventListener
		void refreshed(ContextRefreshedEvent event) {
			this.log.heard(this, event);
		}

	}

	static class ClusterListener {

		private final Log log;

		ClusterListener(Log log) {
			this.log = log;
			log.created(this);
		}

		@EventListener
		void refreshed(ContextRefreshedEvent event) {
			this.log.heard(this, event);
		}

		@EventListener
		void online(WorkerOnlineEvent event) {
			this.log.heard(this, event);
		}

	}

	static class ChoosingListener implements GenericApplicationListener {

		ChoosingListener(Log log) {
			log.created(this);
		}

		@Override
		public boolean supportsEventType(ResolvableType eventType) {
			return true;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			throw new IllegalStateException("must not hear " + event);
		}

	}

	static class Happened extends ApplicationEvent {

		Happened(Object source) {
			super(source);
		}

	}

}
