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

package io.clusterboot.hosts.message;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.hosts.HostIdentity;
import io.clusterboot.hosts.HostsEngine;
import io.clusterboot.spring.bus.Broadcasts;
import io.clusterboot.spring.cache.CacheEvictions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Passes broadcasts and evictions of this cluster on to those of the other hosts, and
 * theirs to the processes here. At most once: what cannot be sent is counted and gone,
 * and a message that the engine delivers again is dropped. It owns the thread that sends.
 */
public final class HostMessages implements AutoCloseable {

	/**
	 * Largest number of messages that wait to be sent.
	 */
	static final int CAPACITY = 10_000;

	/**
	 * How long nothing is sent after a message that could not be.
	 */
	private static final long PAUSE_MILLIS = 500;

	private static final Logger logger = LoggerFactory.getLogger(HostMessages.class);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HostsEngine engine;

	private final HostIdentity self;

	private final MessageRouter router;

	private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(CAPACITY);

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread = new Thread(this::send, "cluster-hosts-sender");

	/**
	 * The last number of each sending host. Confined to the thread that receives.
	 */
	private final Map<String, Long> received = new HashMap<>();

	private long lastNumber;

	private long dropped;

	/**
	 * Create a new instance.
	 * @param engine passes messages to the other hosts
	 * @param self this host
	 * @param router the messages of this cluster
	 */
	public HostMessages(HostsEngine engine, HostIdentity self, MessageRouter router) {
		this.engine = engine;
		this.self = self;
		this.router = router;
		this.thread.setDaemon(true);
	}

	/**
	 * Begin to send and to receive.
	 */
	public void start() {
		this.engine.listen(this::received);
		this.thread.start();
		this.router.relayTo(this::offer);
	}

	private void offer(BusMessage message) {
		if (!Broadcasts.include(message) && !message.topic().equals(CacheEvictions.TOPIC)) {
			return;
		}
		String failure = enqueue(message);
		if (failure != null) {
			logger.warn("A message '{}' does not reach the other hosts: {}", message.topic(), failure);
		}
	}

	/**
	 * Let a message wait to be sent. Numbers are in the order of the queue.
	 */
	private synchronized @Nullable String enqueue(BusMessage message) {
		ObjectNode json = JSON.createObjectNode()
			.put("host", this.self.id())
			.put("name", this.self.name())
			.put("number", this.lastNumber + 1)
			.put("sender", message.sender())
			.put("topic", message.topic());
		json.set("body", message.body());
		String text = json.toString();
		int length = text.getBytes(StandardCharsets.UTF_8).length;
		if (length > this.engine.maxMessageBytes()) {
			return "%d bytes (expected: at most %d with the engine %s)".formatted(length, this.engine.maxMessageBytes(),
					this.engine.name());
		}
		this.lastNumber++;
		return this.waiting.offer(text) ? null : "%d others wait".formatted(CAPACITY);
	}

	private void send() {
		try {
			while (this.stopped.getCount() > 0) {
				String text = this.waiting.poll(1, TimeUnit.SECONDS);
				if (text != null && !sent(text)) {
					this.stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Send a message once: whether one arrived whose sending failed is not known.
	 */
	private boolean sent(String text) {
		try {
			this.engine.publish(text);
			if (this.dropped > 0) {
				logger.info("Messages reach the other hosts again; {} did not", this.dropped);
				this.dropped = 0;
			}
			return true;
		}
		catch (RuntimeException ex) {
			if (this.dropped++ == 0) {
				logger.warn("Messages do not reach the other hosts: {}", ex.getMessage());
			}
			return false;
		}
	}

	private void received(String text) {
		try {
			JsonNode json = JSON.readTree(text);
			String host = json.path("host").asString("");
			if (!host.equals(this.self.id()) && isNew(host, json.path("number").asLong(0))) {
				this.router.relayed(new BusMessage(json.path("topic").asString(""), json.path("sender").asInt(0),
						json.path("name").asString(""), json.path("body")));
			}
		}
		catch (JacksonException ex) {
			logger.warn("Another host sent a malformed message: {}", ex.getMessage());
		}
	}

	private boolean isNew(String host, long number) {
		Long last = this.received.get(host);
		if (last != null && number <= last) {
			return false;
		}
		this.received.put(host, number);
		return true;
	}

	@Override
	public void close() {
		this.router.relayTo((message) -> {
		});
		this.stopped.countDown();
		this.thread.interrupt();
	}

}
