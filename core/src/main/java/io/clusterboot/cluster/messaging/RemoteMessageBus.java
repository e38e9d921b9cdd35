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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The message bus of a worker: everything goes through the master, which gathers the
 * replies. May be used from any thread.
 */
public final class RemoteMessageBus implements MessageBus {

	/**
	 * How much later than the replies the master's answer may be.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(RemoteMessageBus.class);

	private final int worker;

	private final BusLink master;

	private final MessageHandlers handlers = new MessageHandlers();

	private final Map<Long, CompletableFuture<List<MessageReply>>> questions = new ConcurrentHashMap<>();

	private final AtomicLong lastQuestion = new AtomicLong();

	private volatile @Nullable IllegalStateException end;

	/**
	 * Create a new instance.
	 * @param worker the id of this worker
	 * @param master the way to the master
	 */
	public RemoteMessageBus(int worker, BusLink master) {
		this.worker = worker;
		this.master = master;
	}

	@Override
	public void handle(String topic, MessageHandler handler) {
		this.handlers.put(topic, handler);
	}

	@Override
	public @Nullable String tell(Destination destination, String topic, JsonNode body) {
		String failure = this.master.send(BusFrames.tell(destination, topic, body));
		if (failure != null) {
			logger.warn("A message '{}' was dropped: {}", topic, failure);
		}
		return failure;
	}

	@Override
	public CompletableFuture<List<MessageReply>> ask(Destination destination, String topic, JsonNode body,
			Duration timeout) {
		long number = this.lastQuestion.incrementAndGet();
		CompletableFuture<List<MessageReply>> replies = new CompletableFuture<>();
		this.questions.put(number, replies);
		replies.whenComplete((done, failure) -> this.questions.remove(number));
		String failure = this.master.send(BusFrames.ask(destination, topic, body, number, timeout));
		IllegalStateException reason = (failure != null) ? new IllegalStateException(failure) : this.end;
		if (reason != null) {
			replies.completeExceptionally(reason);
		}
		return replies.orTimeout(timeout.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Take in what the master sends. Called on the reader thread of the channel.
	 * @param frame what it sends
	 */
	public void received(JsonNode frame) {
		switch (BusFrames.kind(frame)) {
			case BusFrames.TELL -> this.handlers.tell(BusFrames.received(frame));
			// The master knows the slot
			case BusFrames.ASK -> this.handlers.ask(BusFrames.received(frame), this.worker, -1,
					(reply) -> answer(BusFrames.number(frame), reply));
			case BusFrames.ANSWERS -> {
				CompletableFuture<List<MessageReply>> replies = this.questions.get(BusFrames.number(frame));
				if (replies != null) {
					replies.complete(BusFrames.replies(frame));
				}
			}
			default -> {
				// Of a newer master
			}
		}
	}

	/**
	 * Send the master a reply. One that is too large is replaced by the reason.
	 */
	private void answer(long number, MessageReply reply) {
		String failure = this.master.send(BusFrames.answer(number, reply));
		if (failure != null) {
			this.master.send(BusFrames.answer(number, MessageReply.failed(reply.worker(), reply.slot(), failure)));
		}
	}

	/**
	 * Fail all questions, also later ones.
	 * @param reason why the channel ended
	 */
	public void end(IllegalStateException reason) {
		this.end = reason;
		this.questions.values().forEach((replies) -> replies.completeExceptionally(reason));
	}

}
