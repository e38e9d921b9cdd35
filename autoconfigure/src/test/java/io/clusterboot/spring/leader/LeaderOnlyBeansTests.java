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

package io.clusterboot.spring.leader;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.jms.ConnectionFactory;

import io.clusterboot.cluster.messaging.MessageReply;
import io.clusterboot.spring.leadership.ConditionalOnLeader;
import io.clusterboot.spring.settings.LeaderOnly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Answers;
import org.mockito.Mockito;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import reactor.core.publisher.Mono;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.config.SimpleJmsListenerContainerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Beans that work in the leader only, in the context of a worker.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LeaderOnlyBeansTests {

	@Test
	void lifecycleBeansStartAndStopWithTheLeadership() throws InterruptedException {
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), Lifecycles.class)) {
			BlockingQueue<String> log = worker.bean(Lifecycles.class).log;
			assertThat(log).as("of the beans that are not marked").containsExactly("everywhere starts");
			log.clear();
			worker.grant();
			assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("plain starts");
			assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("marked starts");
			worker.revoke().join();
			assertThat(log).containsExactly("marked stops", "plain stops");
			log.clear();
			worker.grant();
			assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("plain starts");
			assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("marked starts");
			worker.context().close();
			assertThat(log).containsExactly("marked stops", "plain stops", "everywhere stops");
		}
	}

	@Test
	void stopInTheBackgroundIsWaitedFor() {
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), SlowConfiguration.class)) {
			Slow slow = worker.bean(Slow.class);
			worker.grant();
			await().until(slow::isRunning);
			CompletableFuture<List<MessageReply>> revoked = worker.revoke();
			Runnable callback = slow.stop.join();
			assertThat(revoked).isNotDone();
			callback.run();
			assertThat(revoked.join()).extracting(MessageReply::failure).containsOnlyNulls();
		}
	}

	@Test
	void runnersRunOnceWhenTheirWorkerLeads() throws Exception {
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), Runners.class)) {
			BlockingQueue<String> log = worker.bean(Runners.class).log;
			worker.bean(ApplicationRunner.class).run(new DefaultApplicationArguments("a"));
			worker.bean(CommandLineRunner.class).run("b");
			assertThat(log).isEmpty();
			worker.grant();
			assertThat(List.of(log.poll(20, TimeUnit.SECONDS), log.poll(20, TimeUnit.SECONDS)))
				.containsExactlyInAnyOrder("application [a] cluster-leader-application",
						"command b cluster-leader-command");
			worker.revoke().join();
			worker.grant();
			worker.revoke().join();
			assertThat(log).isEmpty();
		}
	}

	@Test
	void runnerRunsAtOnceWhereItsWorkerLeadsAlready() throws Exception {
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), Runners.class)) {
			worker.grant();
			worker.bean(CommandLineRunner.class).run("b");
			assertThat(worker.bean(Runners.class).log.poll(20, TimeUnit.SECONDS)).startsWith("command b");
		}
	}

	@Test
	void scheduledMethodsOfMarkedBeansAreSkippedUnlessThisProcessLeads() {
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), Scheduling.class)) {
			Jobs everywhere = worker.context().getBean("everywhere", Jobs.class);
			Jobs marked = worker.context().getBean("marked", Jobs.class);
			await().until(() -> everywhere.runs.get() > 3 && everywhere.subscriptions.size() > 3);
			assertThat(marked.runs).hasValue(0);
			assertThat(marked.subscriptions).isEmpty();
			assertThat(marked.calls).as("of the method that returns a publisher").hasValue(1);
			worker.grant();
			await().until(() -> marked.runs.get() > 2 && marked.subscriptions.size() > 2);
			assertThat(marked.calls).hasValue(1);
		}
	}

	@Test
	void quartzIsOnStandbyUnlessThisProcessLeads() throws SchedulerException {
		try (LeaderWorker worker = new LeaderWorker(LeaderOnly.QUARTZ.types(), Quartz.class)) {
			Scheduler scheduler = worker.bean(Scheduler.class);
			assertThat(scheduler.isStarted()).isFalse();
			worker.grant();
			await().until(() -> scheduler.isStarted() && !scheduler.isInStandbyMode());
			worker.revoke().join();
			assertThat(scheduler.isInStandbyMode()).isTrue();
		}
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), Quartz.class)) {
			assertThat(worker.bean(Scheduler.class).isStarted()).as("unless asked for").isTrue();
		}
	}

	@Test
	void messageListenersAreStoppedUnlessThisProcessLeads() {
		try (LeaderWorker worker = new LeaderWorker(LeaderOnly.LISTENERS.types(), Jms.class)) {
			JmsListenerEndpointRegistry registry = worker.bean(JmsListenerEndpointRegistry.class);
			assertThat(registry.getListenerContainers()).singleElement().matches((container) -> !container.isRunning());
			worker.grant();
			await().until(registry::isRunning);
			worker.revoke().join();
			assertThat(registry.isRunning()).isFalse();
		}
	}

	@Test
	void lifeCycleProcessorOfTheApplicationStaysAndIsWarnedOf(CapturedOutput output) {
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), OwnProcessor.class)) {
			assertThat(output).doesNotContain("life-cycle processor");
			assertThat(worker.bean(DefaultLifecycleProcessor.class)).isInstanceOf(OwnProcessor.Own.class);
		}
		try (LeaderWorker worker = new LeaderWorker(Stream.empty(), OwnProcessor.class, Lifecycles.class)) {
			assertThat(output).contains("has a life-cycle processor of its own");
			assertThat(worker.bean(Lifecycles.class).log).contains("marked starts");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Lifecycles {

		private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

		@Bean
		Recorder everywhere() {
			return new Recorder("everywhere", 0, true, this.log);
		}

		@Bean
		@ConditionalOnLeader
		Recorder marked() {
			return new Recorder("marked", 7, true, this.log);
		}

		@Bean
		@ConditionalOnLeader
		Recorder notAutomatic() {
			return new Recorder("notAutomatic", 0, false, this.log);
		}

		@Bean
		Plain plain() {
			return new Plain(this.log);
		}

	}

	@ConditionalOnLeader
	static final class Plain implements Lifecycle {

		private final BlockingQueue<String> log;

		private volatile boolean running;

		Plain(BlockingQueue<String> log) {
			this.log = log;
		}

		@Override
		public void start() {
			this.running = true;
			this.log.add("plain starts");
		}

		@Override
		public void stop() {
			this.running = false;
			this.log.add("plain stops");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	static final class Recorder implements SmartLifecycle {

		private final String name;

		private final int phase;

		private final boolean automatic;

		private final BlockingQueue<String> log;

		private volatile boolean running;

		Recorder(String name, int phase, boolean automatic, BlockingQueue<String> log) {
			this.name = name;
			this.phase = phase;
			this.automatic = automatic;
			this.log = log;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

		@Override
		public boolean isAutoStartup() {
			return this.automatic;
		}

		@Override
		public void start() {
			this.running = true;
			this.log.add(this.name + " starts");
		}

		@Override
		public void stop() {
			this.running = false;
			this.log.add(this.name + " stops");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnLeader
	static class SlowConfiguration {

		@Bean
		Slow slow() {
			return new Slow();
		}

	}

	static final class Slow implements SmartLifecycle {

		private final CompletableFuture<Runnable> stop = new CompletableFuture<>();

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop(Runnable callback) {
			this.running = false;
			this.stop.complete(callback);
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

	@Configuration(proxyBeanMethods = false)
	static class Runners {

		private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

		@Bean
		@ConditionalOnLeader
		ApplicationRunner application() {
			return (arguments) -> add("application " + arguments.getNonOptionArgs());
		}

		@Bean
		@ConditionalOnLeader
		CommandLineRunner command() {
			return (arguments) -> add("command " + String.join(" ", arguments));
		}

		private void add(String line) {
			this.log.add(line + " " + Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Bean
		Jobs everywhere() {
			return new Jobs();
		}

		@Bean
		@ConditionalOnLeader
		Jobs marked() {
			return new Jobs();
		}

	}

	static class Jobs {

		private final AtomicInteger runs = new AtomicInteger();

		private final AtomicInteger calls = new AtomicInteger();

		private final Queue<String> subscriptions = new ConcurrentLinkedQueue<>();

		@Scheduled(fixedRate = 20)
		void run() {
			this.runs.incrementAndGet();
		}

		@Scheduled(fixedDelay = 20)
		Mono<Void> subscribed() {
			this.calls.incrementAndGet();
			return Mono.fromRunnable(() -> this.subscriptions.add("subscribed"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Quartz {

		@Bean
		SchedulerFactoryBean quartzScheduler() {
			return new SchedulerFactoryBean();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableJms
	static class Jms {

		@Bean
		SimpleJmsListenerContainerFactory jmsListenerContainerFactory() {
			SimpleJmsListenerContainerFactory factory = new SimpleJmsListenerContainerFactory();
			factory.setConnectionFactory(Mockito.mock(ConnectionFactory.class, Answers.RETURNS_DEEP_STUBS));
			return factory;
		}

		@Bean
		Orders orders() {
			return new Orders();
		}

		static class Orders {

			@JmsListener(destination = "orders")
			void received(String order) {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@Bean
		Own lifecycleProcessor() {
			return new Own();
		}

		static final class Own extends DefaultLifecycleProcessor {

		}

	}

}
