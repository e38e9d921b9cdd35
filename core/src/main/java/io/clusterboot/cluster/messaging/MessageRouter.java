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

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The message bus of the master, which also passes on the messages of the workers: on the
 * reader thread of the sender, so that a channel that is full slows down nobody else. May
 * be used from any thread.
 */
public final class MessageRouter implements MessageBus, Closeable {

	/**
	 * The longest that replies are waited for.
	 */
	private static final Duration MAX_TIMEOUT = Duration.ofMinutes(30);

	private static final int MASTER_SLOT = -1;

	private static final Logger logger = LoggerFactory.getLogger(MessageRouter.class);

	private final Map<Integer, Member> members = new ConcurrentSkipListMap<>();

	private final Map<Long, Gather> gathers = new ConcurrentHashMap<>();

	private final AtomicLong lastQuestion = new AtomicLong();

	private final MessageHandlers handlers = new MessageHandlers();

	private volatile Consumer<BusMessage> relay = (message) -> {
	};

	@Override
	public void handle(String topic, MessageHandler handler) {
		this.handlers.put(topic, handler);
	}

	@Override
	public @Nullable String tell(Destination destination, String topic, JsonNode body) {
		return tell(destination, new BusMessage(topic, BusMessage.MASTER, body));
	}

	@Override
	public CompletableFuture<List<MessageReply>> ask(Destination destination, String topic, JsonNode body,
			Duration timeout) {
		return ask(destination, new BusMessage(topic, BusMessage.MASTER, body), timeout);
	}

	/**
	 * Pass on what a process of this cluster tells all others, in addition to its
	 * delivery here.
	 * @param receiver receives the messages, on the thread of the sender; must not block
	 */
	public void relayTo(Consumer<BusMessage> receiver) {
		this.relay = receiver;
	}

	/**
	 * Tell all processes of this cluster what a process of another host has sent.
	 * @param message the message, with that host
	 */
	public void relayed(BusMessage message) {
		deliver(Destination.everywhere(), message);
	}

	/**
	 * Expect a worker, whose process is about to start.
	 * @param id the worker id
	 * @param slot its slot
	 */
	public void expect(int id, int slot) {
		this.members.put(id, new Member(id, slot, this::route));
	}

	/**
	 * A worker has joined, and gets messages from now on.
	 * @param id the worker id
	 * @param link the way to it
	 */
	public void joined(int id, BusLink link) {
		Member member = this.members.get(id);
		if (member != null) {
			member.join(link);
		}
	}

	/**
	 * A worker can be reached no more.
	 * @param id the worker id
	 */
	public void gone(int id) {
		Member member = this.members.remove(id);
		if (member != null) {
			this.gathers.values().forEach((gather) -> gather.gone(member));
		}
	}

	/**
	 * Take in what a worker sends. Called on the reader thread of its channel.
	 * @param id the worker id
	 * @param frame what it sends
	 */
	public void received(int id, JsonNode frame) {
		Member member = this.members.get(id);
		if (member != null) {
			member.received(frame);
		}
	}

	private void route(Member sender, JsonNode frame) {
		try {
			switch (BusFrames.kind(frame)) {
				case BusFrames.TELL -> tell(BusFrames.destination(frame), BusFrames.received(frame, sender.id()));
				case BusFrames.ASK ->
					ask(BusFrames.destination(frame), BusFrames.received(frame, sender.id()), BusFrames.timeout(frame))
						.thenAccept((replies) -> answer(sender, BusFrames.number(frame), replies));
				case BusFrames.ANSWER -> answered(sender, frame);
				default -> logger.debug("{} sent a message of the unknown kind '{}'", sender, BusFrames.kind(frame));
			}
		}
		catch (IllegalArgumentException ex) {
			logger.warn("{} sent a malformed message: {}", sender, ex.getMessage());
		}
	}

	private @Nullable String tell(Destination destination, BusMessage message) {
		if (destination.scope() == Destination.Scope.EVERYWHERE) {
			this.relay.accept(message);
		}
		return deliver(destination, message);
	}

	private @Nullable String deliver(Destination destination, BusMessage message) {
		boolean withMaster = includesMaster(destination, message);
		if (withMaster) {
			this.handlers.tell(message);
		}
		List<Member> recipients = recipients(destination, message);
		if (recipients.isEmpty()) {
			return null;
		}
		JsonNode frame = BusFrames.told(message);
		List<String> failures = recipients.stream()
			.map((member) -> send(member, message.topic(), frame))
			.filter(Objects::nonNull)
			.toList();
		return (failures.size() == recipients.size() && !withMaster) ? failures.get(0) : null;
	}

	private CompletableFuture<List<MessageReply>> ask(Destination destination, BusMessage message, Duration timeout) {
		List<Member> recipients = recipients(destination, message);
		boolean withMaster = includesMaster(destination, message);
		Gather gather = new Gather(recipients, withMaster);
		long number = this.lastQuestion.incrementAndGet();
		this.gathers.put(number, gather);
		if (withMaster) {
			this.handlers.ask(message, BusMessage.MASTER, MASTER_SLOT, gather::add);
		}
		JsonNode frame = BusFrames.asked(message.sender(), message.topic(), message.body(), number);
		recipients.forEach((member) -> ask(member, message.topic(), frame, gather));
		return gather.within((timeout.compareTo(MAX_TIMEOUT) < 0) ? timeout : MAX_TIMEOUT)
			.whenComplete((replies, failure) -> this.gathers.remove(number));
	}

	private void ask(Member member, String topic, JsonNode frame, Gather gather) {
		String failure = send(member, topic, frame);
		if (failure != null) {
			gather.add(MessageReply.failed(member.id(), member.slot(), failure));
		}
		else if (!this.members.containsKey(member.id())) {
			gather.gone(member);
		}
	}

	private static boolean includesMaster(Destination destination, BusMessage message) {
		return destination.includes(BusMessage.MASTER, MASTER_SLOT, message.sender());
	}

	private List<Member> recipients(Destination destination, BusMessage message) {
		return this.members.values()
			.stream()
			.filter((member) -> destination.includes(member.id(), member.slot(), message.sender())
					&& member.hasJoined())
			.toList();
	}

	private @Nullable String send(Member member, String topic, JsonNode frame) {
		String failure = member.send(frame);
		if (failure != null) {
			logger.debug("Message '{}' did not reach {}: {}", topic, member, failure);
		}
		return failure;
	}

	private void answered(Member member, JsonNode frame) {
		Gather gather = this.gathers.get(BusFrames.number(frame));
		if (gather != null) {
			gather.add(BusFrames.reply(frame, member.id(), member.slot()));
		}
	}

	/**
	 * Pass the replies on. Those that are too large together are replaced by the reason.
	 */
	private void answer(Member asker, long number, List<MessageReply> replies) {
		String failure = send(asker, BusFrames.ANSWERS, BusFrames.answers(number, replies));
		if (failure != null) {
			send(asker, BusFrames.ANSWERS,
					BusFrames.answers(number,
							replies.stream()
								.map((reply) -> MessageReply.failed(reply.worker(), reply.slot(), failure))
								.toList()));
		}
	}

	@Override
	public void close() {
		this.handlers.close();
	}

}
