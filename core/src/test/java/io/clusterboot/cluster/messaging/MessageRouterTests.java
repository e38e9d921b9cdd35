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

package io.clusterboot.cluster.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageRouter} and {@link RemoteMessageBus}, which talk without a
 * channel here.
 */
@Timeout(30)
class MessageRouterTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final MessageRouter master = new MessageRouter();

	private final Map<Integer, RemoteMessageBus> workers = new TreeMap<>();

	private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

	@AfterEach
	void close() {
		this.master.close();
	}

	@Test
	void workerTellsTheOthersAndNotItself() throws InterruptedException {
		join(1, 0);
		join(2, 1);
		join(3, 2);
		listenEverywhere();
		this.workers.get(2).tell(Destination.everywhere().butSender(), "news", text("hello"));
		assertThat(next(3)).containsExactlyInAnyOrder("0: hello of 2", "1: hello of 2", "3: hello of 2");
		assertThat(this.heard).isEmpty();
	}

	@Test
	void messagesForAllAreRelayedAndThoseOfOtherHostsAreNot() throws InterruptedException {
		List<BusMessage> relayed = new ArrayList<>();
		this.master.relayTo(relayed::add);
		join(1, 0);
		join(2, 1);
		listenEverywhere();
		this.workers.get(2).tell(Destination.everywhere().butSender(), "news", text("hello"));
		this.workers.get(2).tell(Destination.worker(1), "news", text("you"));
		assertThat(next(3)).containsExactlyInAnyOrder("0: hello of 2", "1: hello of 2", "1: you of 2");
		assertThat(relayed).containsExactly(new BusMessage("news", 2, text("hello")));
		this.workers.get(1).handle("far", MessageHandler.of((message) -> this.heard.add(message.toString())));
		BusMessage far = new BusMessage("far", 2, "host", text("hi"));
		this.master.relayed(far);
		assertThat(next(1)).containsExactly(far.toString());
		this.master.relayed(new BusMessage("news", 2, "host", text("hi")));
		assertThat(next(3)).containsExactlyInAnyOrder("0: hi of 2", "1: hi of 2", "2: hi of 2");
		assertThat(relayed).hasSize(1);
	}

	@Test
	void masterTellsTheWorkersOfOneSlot() throws InterruptedException {
		join(1, 0);
		join(2, 1);
		join(3, 1);
		listenEverywhere();
		this.master.tell(Destination.slot(1), "news", text("hello"));
		assertThat(next(2)).containsExactlyInAnyOrder("2: hello of 0", "3: hello of 0");
	}

	@Test
	void messagesOfOneSenderArriveInOrder() throws InterruptedException {
		join(1, 0);
		join(2, 1);
		listenEverywhere();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			this.workers.get(1).tell(Destination.worker(2), "news", text("m" + i));
			expected.add("2: m" + i + " of 1");
		}
		assertThat(next(1000)).isEqualTo(expected);
	}

	@Test
	void messagesBeforeJoiningKeepTheirOrder() throws InterruptedException {
		join(1, 0);
		RemoteMessageBus early = expect(2, 1);
		listenEverywhere();
		early.tell(Destination.worker(1), "news", text("a"));
		early.tell(Destination.worker(1), "news", text("b"));
		assertThat(this.heard).isEmpty();
		this.master.joined(2, linkTo(early));
		early.tell(Destination.worker(1), "news", text("c"));
		assertThat(next(3)).containsExactly("1: a of 2", "1: b of 2", "1: c of 2");
	}

	@Test
	void messagesOfAGroupWaitForItsHandler() throws InterruptedException {
		join(1, 0);
		join(2, 1);
		this.workers.get(1).tell(Destination.worker(2), "group:a", text("one"));
		CompletableFuture<List<MessageReply>> replies = this.workers.get(1)
			.ask(Destination.worker(2), "group:b", text("two"), LONG);
		assertThat(replies).isNotDone();
		this.workers.get(2).handle("group:", (message) -> {
			this.heard.add(message.topic() + " " + message.body().asString());
			return CompletableFuture.completedFuture(text("yes"));
		});
		this.workers.get(1).tell(Destination.worker(2), "group:c", text("three"));
		assertThat(next(3)).containsExactly("group:a one", "group:b two", "group:c three");
		assertThat(replies.join()).containsExactly(MessageReply.of(2, 1, text("yes")));
	}

	@Test
	void repliesOfAllAreGathered() {
		join(1, 0);
		join(2, 1);
		answerWithName();
		List<MessageReply> replies = this.workers.get(1).ask(Destination.everywhere(), "name", text("?"), LONG).join();
		assertThat(replies).containsExactly(MessageReply.of(0, -1, text("0")), MessageReply.of(1, 0, text("1")),
				MessageReply.of(2, 1, text("2")));
	}

	@Test
	void nobodyToAskIsNoReply() {
		assertThat(this.master.ask(Destination.workers(), "name", text("?"), LONG).join()).isEmpty();
	}

	@Test
	void repliesThatAreLateAreMissing() {
		join(1, 0);
		join(2, 1);
		answerWithName();
		this.workers.get(2).handle("name", (message) -> new CompletableFuture<>());
		List<MessageReply> replies = this.master.ask(Destination.workers(), "name", text("?"), Duration.ofMillis(50))
			.join();
		assertThat(replies).containsExactly(MessageReply.of(1, 0, text("1")),
				MessageReply.failed(2, 1, "no answer within 50 ms"));
	}

	@Test
	void workerThatEndsAnswersAtOnce() {
		join(1, 0);
		this.workers.get(1).handle("name", (message) -> new CompletableFuture<>());
		CompletableFuture<List<MessageReply>> replies = this.master.ask(Destination.worker(1), "name", text("?"), LONG);
		this.master.gone(1);
		assertThat(replies.join()).containsExactly(MessageReply.failed(1, 0, "it ended"));
		assertThat(this.master.ask(Destination.worker(1), "name", text("?"), LONG).join()).isEmpty();
	}

	@Test
	void failureOfAHandlerIsTheReply() {
		join(1, 0);
		this.workers.get(1).handle("name", (message) -> {
			throw new IllegalStateException("broken");
		});
		assertThat(this.master.ask(Destination.worker(1), "name", text("?"), LONG).join())
			.containsExactly(MessageReply.failed(1, 0, "java.lang.IllegalStateException: broken"));
		assertThat(this.master.ask(Destination.worker(1), "other", text("?"), LONG).join())
			.containsExactly(MessageReply.failed(1, 0, "no handler of 'other'"));
	}

	@Test
	void handlerThatFailsLetsOthersBeHeard() throws InterruptedException {
		join(1, 0);
		listenEverywhere();
		this.workers.get(1).handle("bad", MessageHandler.of((message) -> {
			throw new IllegalStateException("broken");
		}));
		this.master.tell(Destination.worker(1), "bad", text("x"));
		this.master.tell(Destination.worker(1), "news", text("y"));
		assertThat(next(1)).containsExactly("1: y of 0");
	}

	@Test
	void channelThatRefusesIsAFailure() {
		this.master.expect(1, 0);
		this.master.joined(1, (frame) -> "the queue is full");
		assertThat(this.master.ask(Destination.worker(1), "name", text("?"), LONG).join())
			.containsExactly(MessageReply.failed(1, 0, "the queue is full"));
	}

	@Test
	void endOfTheChannelFailsQuestions() {
		RemoteMessageBus worker = new RemoteMessageBus(1, (frame) -> null);
		CompletableFuture<List<MessageReply>> before = worker.ask(Destination.master(), "name", text("?"), LONG);
		worker.end(new IllegalStateException("gone"));
		CompletableFuture<List<MessageReply>> after = worker.ask(Destination.master(), "name", text("?"), LONG);
		assertThat(List.of(before, after)).allSatisfy((replies) -> assertThat(replies).isCompletedExceptionally());
	}

	@Test
	void malformedMessageIsIgnored() throws InterruptedException {
		join(1, 0);
		listenEverywhere();
		this.master.received(1, JsonNodeFactory.instance.objectNode().put("kind", "tell").put("to", "nowhere"));
		this.master.received(1, text("nothing"));
		this.master.received(7, text("of nobody"));
		this.workers.get(1).tell(Destination.master(), "news", text("still here"));
		assertThat(next(1)).containsExactly("0: still here of 1");
	}

	private void join(int id, int slot) {
		this.master.joined(id, linkTo(expect(id, slot)));
	}

	private RemoteMessageBus expect(int id, int slot) {
		RemoteMessageBus worker = new RemoteMessageBus(id, (frame) -> {
			this.master.received(id, frame);
			return null;
		});
		this.workers.put(id, worker);
		this.master.expect(id, slot);
		return worker;
	}

	private static BusLink linkTo(RemoteMessageBus worker) {
		return (frame) -> {
			worker.received(frame);
			return null;
		};
	}

	private void listenEverywhere() {
		forAll((id, bus) -> bus.handle("news", MessageHandler
			.of((message) -> this.heard.add(id + ": " + message.body().stringValue() + " of " + message.sender()))));
	}

	private void answerWithName() {
		forAll((id, bus) -> bus.handle("name",
				(message) -> CompletableFuture.completedFuture(text(Integer.toString(id)))));
	}

	private void forAll(Setup setup) {
		setup.accept(BusMessage.MASTER, this.master);
		this.workers.forEach(setup::accept);
	}

	private List<String> next(int count) throws InterruptedException {
		List<String> messages = new ArrayList<>();
		while (messages.size() < count) {
			String message = this.heard.poll(20, TimeUnit.SECONDS);
			assertThat(message).isNotNull();
			messages.add(message);
		}
		return messages;
	}

	private static JsonNode text(String text) {
		return JsonNodeFactory.instance.stringNode(text);
	}

	private interface Setup {

		void accept(int id, MessageBus bus);

	}

}
