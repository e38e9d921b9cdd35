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

import java.util.ArrayList;
import java.util.List;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterOnce;
import io.clusterboot.spring.ConditionalOnClusterRole;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.instrument.classloading.LoadTimeWeaver;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What lives in the master and what does not.
 */
class LazyMasterBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("cluster.role=MASTER")
		.withUserConfiguration(MasterPieces.class, Application.class);

	@Test
	void beansAreLazyUnlessTheyBelongIntoTheMaster() {
		this.runner.run((context) -> {
			List<String> log = context.getBean(Log.class).lines;
			assertThat(log).containsExactly("master bean created");
			context.getBean("ordinary");
			assertThat(log).containsExactly("master bean created", "ordinary bean created");
		});
	}

	@Test
	void runnersDoNotRunAndAreNotCreated() {
		this.runner.run((context) -> {
			List<String> log = context.getBean(Log.class).lines;
			ApplicationArguments arguments = new DefaultApplicationArguments();
			context.getBean("ordinaryRunner", ApplicationRunner.class).run(arguments);
			context.getBean("componentRunner", CommandLineRunner.class).run();
			assertThat(log).containsExactly("master bean created");
			context.getBean("masterRunner", CommandLineRunner.class).run();
			assertThat(log).containsExactly("master bean created", "master runner ran");
		});
	}

	@Test
	void runnerThatListensStillHears() {
		this.runner.run((context) -> {
			List<String> log = context.getBean(Log.class).lines;
			context.getBean("listeningRunner", ApplicationRunner.class).run(new DefaultApplicationArguments());
			context.publishEvent("hello");
			assertThat(log).containsExactly("master bean created", "listening runner heard hello");
		});
	}

	@Test
	void scheduledMethodsRunInMasterBeansOnly() {
		this.runner.run((context) -> {
			context.getBean(OrdinaryScheduled.class);
			assertThat(context.getBean(ScheduledAnnotationBeanPostProcessor.class).getScheduledTasks()).singleElement()
				.satisfies((task) -> assertThat(task.toString()).contains("MasterScheduled"));
		});
	}

	@Test
	void lifecycleBeansRunInMasterBeansOnly() {
		this.runner.run((context) -> {
			assertThat(context.getBean("masterLifecycle", RecordingLifecycle.class).running).isTrue();
			assertThat(context.getBean("ordinaryLifecycle", RecordingLifecycle.class).running).isFalse();
		});
	}

	@Test
	void beanThatWeavesClassesIsLazyToo() {
		this.runner.withUserConfiguration(Persistence.class).run((context) -> {
			List<String> log = context.getBean(Log.class).lines;
			assertThat(log).containsExactly("master bean created");
			assertThat(context.getBean(Repository.class).entities).isEqualTo("entities");
			assertThat(log).containsExactly("master bean created", "database initialized", "classes woven");
			assertThat(context.getBean("entities")).isEqualTo("entities");
		});
	}

	@Test
	void beanIsLazyEvenIfItSaysThatItIsNot() {
		this.runner.withUserConfiguration(Eager.class).run((context) -> {
			List<String> log = context.getBean(Log.class).lines;
			assertThat(log).containsExactly("master bean created");
			assertThat(context.getBean("repositoryOfALibrary")).isNotNull();
			assertThat(log).containsExactly("master bean created", "repository created");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class MasterPieces {

		@Bean
		static DormantWeaverBeans dormantWeaverBeans() {
			return new DormantWeaverBeans();
		}

		@Bean
		static LazyMasterBeans lazyMasterBeans() {
			return new LazyMasterBeans();
		}

		@Bean
		static RunnerSuppressor runnerSuppressor() {
			return new RunnerSuppressor();
		}

		@Bean
		static MasterLifecycleProcessor lifecycleProcessor() {
			return new MasterLifecycleProcessor(new MockEnvironment());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Application {

		@Bean
		Log log() {
			return new Log();
		}

		@Bean
		Ordinary ordinary(Log log) {
			return new Ordinary(log, "ordinary bean created");
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.MASTER)
		Object masterBean(Log log) {
			return new Ordinary(log, "master bean created");
		}

		@Bean
		ApplicationRunner ordinaryRunner(Log log) {
			log.lines.add("ordinary runner created");
			return (arguments) -> log.lines.add("ordinary runner ran");
		}

		@Bean
		ComponentRunner componentRunner(Log log) {
			return new ComponentRunner(log);
		}

		@Bean
		ListeningRunner listeningRunner(Log log) {
			return new ListeningRunner(log);
		}

		@Bean
		@ConditionalOnClusterOnce
		CommandLineRunner masterRunner(Log log) {
			return (arguments) -> log.lines.add("master runner ran");
		}

		@Bean
		OrdinaryScheduled ordinaryScheduled() {
			return new OrdinaryScheduled();
		}

		@Bean
		@ConditionalOnClusterOnce
		MasterScheduled masterScheduled() {
			return new MasterScheduled();
		}

		@Bean
		RecordingLifecycle ordinaryLifecycle() {
			return new RecordingLifecycle();
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.MASTER)
		RecordingLifecycle masterLifecycle() {
			return new RecordingLifecycle();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Library.class)
	static class Eager {

		@Bean
		@Lazy(false)
		Ordinary eager(Log log) {
			return new Ordinary(log, "eager bean created");
		}

	}

	/**
	 * Registers a bean as Spring Data registers a repository.
	 */
	static class Library implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition("repositoryOfALibrary",
					BeanDefinitionBuilder.rootBeanDefinition(Ordinary.class)
						.addConstructorArgReference("log")
						.addConstructorArgValue("repository created")
						.setLazyInit(false)
						.getBeanDefinition());
		}

	}

	/**
	 * What an application with JPA has.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Persistence {

		@Bean
		Ordinary database(Log log) {
			return new Ordinary(log, "database initialized");
		}

		@Bean
		@DependsOn("database")
		WeavingFactory entities(Log log) {
			return new WeavingFactory(log);
		}

		@Bean
		Repository repository(String entities) {
			return new Repository(entities);
		}

	}

	record Repository(String entities) {
	}

	static class WeavingFactory implements FactoryBean<String>, LoadTimeWeaverAware {

		WeavingFactory(Log log) {
			log.lines.add("classes woven");
		}

		@Override
		public void setLoadTimeWeaver(LoadTimeWeaver loadTimeWeaver) {
			throw new IllegalStateException("there is none");
		}

		@Override
		public String getObject() {
			return "entities";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

	static class Log {

		private final List<String> lines = new ArrayList<>();

	}

	static class Ordinary {

		Ordinary(Log log, String line) {
			log.lines.add(line);
		}

	}

	static class ComponentRunner implements CommandLineRunner {

		ComponentRunner(Log log) {
			log.lines.add("component runner created");
		}

		@Override
		public void run(String... arguments) {
			throw new IllegalStateException("must not run");
		}

	}

	static class ListeningRunner implements ApplicationRunner {

		private final Log log;

		ListeningRunner(Log log) {
			this.log = log;
		}

		@Override
		public void run(ApplicationArguments arguments) {
			throw new IllegalStateException("must not run");
		}

		@EventListener
		void hear(String event) {
			this.log.lines.add("listening runner heard " + event);
		}

	}

	static class OrdinaryScheduled {

		@Scheduled(fixedRate = 3_600_000, initialDelay = 3_600_000)
		void tick() {
		}

	}

	static class MasterScheduled {

		@Scheduled(fixedRate = 3_600_000, initialDelay = 3_600_000)
		void tick() {
		}

	}

	static class RecordingLifecycle implements SmartLifecycle {

		private boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
