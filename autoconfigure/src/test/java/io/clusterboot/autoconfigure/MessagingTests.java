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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.messaging.RemoteMessageBus;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.master.MasterEventListenerFactory;
import io.clusterboot.spring.master.MasterEventMulticaster;
import io.clusterboot.spring.messaging.ClusterBroadcast;
import io.clusterboot.spring.messaging.ClusterMessage;
import io.clusterboot.spring.messaging.ClusterMessageEvent;
import io.clusterboot.spring.messaging.ClusterMessageHandler;
import io.clusterboot.spring.messaging.ClusterMessageType;
import io.clusterboot.spring.messaging.ClusterMessaging;
import io.clusterboot.spring.messaging.ClusterMessagingException;
import io.clusterboot.spring.messaging.ClusterReply;
import io.clusterboot.spring.messaging.ReactiveClusterMessaging;
import io.clusterboot.spring.messaging.Recipients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The messages of applications between the contexts of a master and its workers, with the
 * real bus and no processes.
 */
@Timeout(30)
class MessagingTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final int MAX_LENGTH = 100_000;

	private final MessageRouter router = new MessageRouter();

	private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.router.close();
	}

	@Test
	void messageIsHeardAsEventsWhereItWasSent() throws InterruptedException {
		worker(1);
		ClusterMessaging sender = messaging(worker(2));
		sender.send(Recipients.worker(1), new Greeting("hello", 3));
		assertThat(next(2)).containsExactly("1: event greeting of worker 2", "1: hello 3 times");
		sender.send(Recipients.others(), new Greeting("hello", 4));
		assertThat(next(2)).containsExactly("1: event greeting of worker 2", "1: hello 4 times");
		assertThat(this.heard).isEmpty();
	}

	@Test
	void inTheMasterOnlyItsOwnBeansHearMessages() throws InterruptedException {
		master();
		messaging(worker(1)).send(Recipients.master(), new Greeting("hello", 5));
		assertThat(next(1)).containsExactly("0: hello in the master");
		messaging(worker(2)).send(Recipients.master(), new Greeting("bye", 5));
		assertThat(next(1)).containsExactly("0: bye in the master");
	}

	@Test
	void broadcastIsHeardOnceInAllProcesses() throws InterruptedException {
		master();
		worker(1);
		ConfigurableApplicationContext second = worker(2);
		second.publishEvent(new News("one"));
		assertThat(next(3)).containsExactlyInAnyOrder("0: news one in the master", "1: news one", "2: news one");
		second.publishEvent(new Local("two"));
		assertThat(next(1)).containsExactly("2: local two");
		assertThat(this.heard).isEmpty();
	}

	@Test
	void broadcastOfTheMasterIsHeardByItsOwnListenersToo() throws InterruptedException {
		ConfigurableApplicationContext master = master();
		worker(1);
		master.publishEvent(new News("one"));
		assertThat(next(3)).containsExactlyInAnyOrder("0: news one", "0: news one in the master", "1: news one");
		assertThat(this.heard).isEmpty();
	}

	@Test
	void broadcastsOfOneSenderAreHeardInOrder() throws InterruptedException {
		worker(1);
		ConfigurableApplicationContext sender = worker(2);
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			sender.publishEvent(new News("n" + i));
			expected.add("1: news n" + i);
		}
		assertThat(next(1000)).filteredOn((line) -> line.startsWith("1")).isEqualTo(expected);
	}

	@Test
	void requestIsAnsweredByTheHandler() {
		worker(1);
		ClusterMessaging asker = messaging(worker(2));
		assertThat(asker.request(Recipients.worker(1), new Question(20), Answer.class, LONG).join())
			.isEqualTo(new Answer(1, 40));
		assertThat(asker.request(Recipients.worker(1), new Question(-1), Answer.class, LONG)).failsWithin(LONG)
			.withThrowableThat()
			.withCauseInstanceOf(ClusterMessagingException.class)
			.withMessageContaining("Message 'question' to worker 1: java.lang.IllegalArgumentException: negative");
		assertThat(asker.request(Recipients.worker(7), new Question(1), Answer.class, LONG)).failsWithin(LONG)
			.withThrowableThat()
			.withMessageContaining("there is no such process");
	}

	@Test
	void repliesOfAllAreGatheredThoughSomeAreMissing() {
		master();
		worker(1);
		ConfigurableApplicationContext asker = worker(2);
		bus(3).handle("application:", (message) -> new CompletableFuture<JsonNode>());
		List<ClusterReply<Answer>> replies = messaging(asker)
			.gather(Recipients.all(), new Question(1), Answer.class, Duration.ofMillis(400))
			.join();
		assertThat(replies).extracting((reply) -> reply.origin() + ": " + reply.value())
			.containsExactly("the master: null", "worker 1: Answer[worker=1, value=2]",
					"worker 2: Answer[worker=2, value=2]", "worker 3: null");
		assertThat(replies.get(0).failure()).contains("no handler of 'question'");
		assertThat(replies.get(3).failure()).isEqualTo("no answer within 400 ms");
		Mono<List<ClusterReply<Answer>>> reactive = asker.getBean(ReactiveClusterMessaging.class)
			.gather(Recipients.workers(), new Question(5), Answer.class, Duration.ofMillis(400))
			.collectList();
		assertThat(reactive.block(LONG)).hasSize(3);
	}

	@Test
	void olderAndNewerVersionsOfAMessageAreUnderstood() throws InterruptedException {
		worker(1);
		JsonNode newer = JsonMapper.shared().readTree("""
				{ "payload": { "text": "hi", "times": 2, "colour": "red" } }""");
		this.router.tell(Destination.worker(1), "application:greeting", newer);
		assertThat(next(2)).containsExactly("1: event greeting of the master", "1: hi 2 times");
		JsonNode older = JsonMapper.shared().readTree("""
				{ "payload": { "text": "hi" } }""");
		this.router.tell(Destination.worker(1), "application:greeting", older);
		assertThat(next(2)).containsExactly("1: event greeting of the master", "1: hi 0 times");
	}

	@Test
	void messageWithAnUnknownNameIsATree() throws InterruptedException {
		worker(1);
		JsonNode body = JsonMapper.shared().readTree("""
				{ "payload": { "text": "hi" } }""");
		this.router.tell(Destination.worker(1), "application:later", body);
		assertThat(next(1)).containsExactly("1: tree later {\"text\":\"hi\"}");
	}

	@Test
	void handlerThatBlocksHoldsItsSenderOnly() throws InterruptedException {
		ConfigurableApplicationContext receiver = worker(1);
		ClusterMessaging blocking = messaging(worker(2));
		ClusterMessaging other = messaging(worker(3));
		CountDownLatch latch = receiver.getBean(Listeners.class).latch;
		blocking.send(Recipients.worker(1), new Block());
		blocking.send(Recipients.worker(1), new Greeting("late", 1));
		other.send(Recipients.worker(1), new Greeting("early", 1));
		assertThat(next(2)).containsExactly("1: event greeting of worker 3", "1: early 1 times");
		latch.countDown();
		assertThat(next(2)).containsExactly("1: event greeting of worker 2", "1: late 1 times");
	}

	@Test
	void messageThatIsTooLargeIsAnError() {
		ClusterMessaging sender = messaging(worker(1));
		worker(2);
		assertThat(catchFailure(() -> sender.send(Recipients.others(), new Greeting("x".repeat(MAX_LENGTH), 1))))
			.isInstanceOf(ClusterMessagingException.class)
			.hasMessage("Message 'greeting' was not sent: too large");
	}

	@Test
	void typeWithoutANameIsAnError() {
		ClusterMessaging sender = messaging(worker(1));
		assertThatIllegalArgumentException().isThrownBy(() -> sender.send(Recipients.all(), "text"))
			.withMessageContaining("java.lang.String has no name for messages");
	}

	@Test
	void twoHandlersOfOneNameAreAnError() {
		assertThatIllegalStateException()
			.isThrownBy(() -> context(ClusterRole.STANDALONE, null, 0, Listeners.class, SecondHandler.class))
			.withMessageContaining("Two methods handle messages 'question'");
	}

	@Test
	void standaloneApplicationIsMasterAndWorker() throws InterruptedException {
		ConfigurableApplicationContext context = context(ClusterRole.STANDALONE, null, 0, Listeners.class);
		ClusterMessaging messaging = messaging(context);
		messaging.send(Recipients.workers(), new Greeting("hello", 1));
		assertThat(next(2)).containsExactly("0: event greeting of the master", "0: hello 1 times");
		assertThat(messaging.request(Recipients.master(), new Question(4), Answer.class, LONG).join().value())
			.isEqualTo(8);
		context.publishEvent(new News("alone"));
		assertThat(next(1)).containsExactly("0: news alone");
		assertThat(messaging.gather(Recipients.others(), new Question(4), Answer.class, LONG).join()).isEmpty();
		assertThat(context.getBeansOfType(MessageBus.class)).isEmpty();
	}

	private static @Nullable Throwable catchFailure(Runnable action) {
		try {
			action.run();
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private List<String> next(int count) throws InterruptedException {
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String line = this.heard.poll(20, TimeUnit.SECONDS);
			assertThat(line).as("after %s", lines).isNotNull();
			lines.add(line);
		}
		return lines;
	}

	private static ClusterMessaging messaging(ConfigurableApplicationContext context) {
		return context.getBean(ClusterMessaging.class);
	}

	private ConfigurableApplicationContext master() {
		return context(ClusterRole.MASTER, this.router, 0, Listeners.class, MasterListener.class, MasterPieces.class);
	}

	private ConfigurableApplicationContext worker(int id) {
		return context(ClusterRole.WORKER, bus(id), id, Listeners.class);
	}

	private RemoteMessageBus bus(int id) {
		this.router.expect(id, id - 1);
		RemoteMessageBus bus = new RemoteMessageBus(id, (frame) -> {
			if (frame.toString().length() > MAX_LENGTH) {
				return "too large";
			}
			this.router.received(id, frame);
			return null;
		});
		this.router.joined(id, (frame) -> {
			bus.received(frame);
			return null;
		});
		return bus;
	}

	private ConfigurableApplicationContext context(ClusterRole role, @Nullable MessageBus bus, int id,
			Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("cluster.role=" + role).applyTo(context);
		if (bus != null) {
			context.registerBean("bus", MessageBus.class, () -> bus);
		}
		context.registerBean("heard", Heard.class, () -> new Heard(id, this.heard));
		for (Class<?> type : List.of(Greeting.class, News.class, Question.class, Block.class)) {
			context.registerBean(type.getName(), ClusterMessageType.class, () -> ClusterMessageType.of(type));
		}
		context.register(beans);
		context.register(MessagingConfiguration.class);
		context.refresh();
		this.contexts.add(context);
		return context;
	}

	@ClusterMessage("greeting")
	record Greeting(String text, int times) {

	}

	@ClusterMessage("question")
	record Question(int value) {

	}

	record Answer(int worker, int value) {

	}

	@ClusterMessage("block")
	record Block() {

	}

	@ClusterBroadcast("news")
	record News(String text) {

	}

	record Local(String text) {

	}

	record Heard(int id, BlockingQueue<String> lines) {

		void add(String line) {
			this.lines.add(this.id + ": " + line);
		}

	}

	static class Listeners {

		private final CountDownLatch latch = new CountDownLatch(1);

		private final Heard heard;

		Listeners(Heard heard) {
			this.heard = heard;
		}

		@EventListener
		void event(ClusterMessageEvent<Greeting> event) {
			this.heard.add("event %s of %s".formatted(event.name(), event.origin()));
		}

		@EventListener
		void greeting(Greeting greeting) {
			this.heard.add("%s %d times".formatted(greeting.text(), greeting.times()));
		}

		@EventListener
		void news(News news) {
			this.heard.add("news " + news.text());
		}

		@EventListener
		void local(Local event) {
			this.heard.add("local " + event.text());
		}

		@EventListener
		void unknown(ClusterMessageEvent<JsonNode> event) {
			this.heard.add("tree %s %s".formatted(event.name(), event.payload()));
		}

		@ClusterMessageHandler
		Mono<Answer> question(Question question, ClusterMessageEvent<Question> event) {
			if (question.value() < 0) {
				throw new IllegalArgumentException("negative");
			}
			return Mono.just(new Answer(this.heard.id(), question.value() * 2));
		}

		@ClusterMessageHandler
		void block(Block block) throws InterruptedException {
			this.latch.await(20, TimeUnit.SECONDS);
		}

	}

	static class SecondHandler {

		@ClusterMessageHandler
		int question(Question question) {
			return 0;
		}

	}

	@ConditionalOnClusterRole(ClusterRole.MASTER)
	static class MasterListener {

		private final Heard heard;

		MasterListener(Heard heard) {
			this.heard = heard;
		}

		@EventListener
		void greeting(Greeting greeting) {
			this.heard.add(greeting.text() + " in the master");
		}

		@EventListener
		void news(News news) {
			this.heard.add("news " + news.text() + " in the master");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MasterPieces {

		@Bean
		static MasterEventMulticaster applicationEventMulticaster(ConfigurableListableBeanFactory beanFactory) {
			return new MasterEventMulticaster(beanFactory);
		}

		@Bean
		static MasterEventListenerFactory masterEventListenerFactory(ConfigurableListableBeanFactory beanFactory) {
			return new MasterEventListenerFactory(beanFactory);
		}

	}

}
