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

package io.clusterboot.hosts.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.clusterboot.hosts.HostsEngine;
import io.clusterboot.hosts.lead.HostElection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * Redis as the engine. All keys of a group are in one slot of a Redis cluster. It owns
 * its connections, of which there is one for commands and one that listens.
 */
public final class RedisEngine implements HostsEngine {

	/**
	 * The time of the server keeps the numbers growing where it has lost its data.
	 */
	private static final RedisScript<Long> NUMBER = new DefaultRedisScript<>("""
			local number = tonumber(redis.call('GET', KEYS[1]) or '0') + 1
			local time = redis.call('TIME')
			local hundredths = tonumber(time[1]) * 100 + math.floor(tonumber(time[2]) / 10000)
			number = math.max(number, tonumber(ARGV[1]) + 1, hundredths)
			redis.call('SET', KEYS[1], string.format('%.0f', number))
			return number
			""", Long.class);

	private static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

	private static final long RETRY_MILLIS = 1000;

	private static final Logger logger = LoggerFactory.getLogger(RedisEngine.class);

	private final LettuceConnectionFactory factory;

	private final StringRedisTemplate template;

	private final String prefix;

	private final List<RedisLockRegistry> registries = new ArrayList<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private @Nullable RedisConnection subscription;

	/**
	 * Create a new instance, which opens nothing.
	 * @param factory opens connections; it and its resources belong to this engine
	 * @param group the name of the group
	 */
	public RedisEngine(LettuceConnectionFactory factory, String group) {
		this.factory = factory;
		this.template = new StringRedisTemplate(factory);
		this.prefix = "clusterboot:{" + group + "}:";
	}

	@Override
	public String name() {
		return "redis";
	}

	@Override
	public synchronized LockRegistry<?> locks(Duration lease) {
		RedisLockRegistry registry = new RedisLockRegistry(this.factory, this.prefix + "lock", lease);
		registry.setIdleBetweenTries(HostElection.idle(lease));
		this.registries.add(registry);
		return registry;
	}

	@Override
	public long nextNumber(long after) {
		return this.template.execute(NUMBER, List.of(this.prefix + "number"), Long.toString(after));
	}

	@Override
	public int maxMessageBytes() {
		return MAX_MESSAGE_BYTES;
	}

	@Override
	public void publish(String message) {
		this.template.convertAndSend(this.prefix + "messages", message);
	}

	@Override
	public void listen(Consumer<String> receiver) {
		Thread thread = new Thread(() -> subscribe(receiver), "cluster-hosts-listener");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Subscribe as soon as the server is there. The client subscribes again by itself
	 * when it has lost the connection.
	 */
	private void subscribe(Consumer<String> receiver) {
		try {
			while (this.closed.getCount() > 0 && !trySubscribe(receiver)) {
				this.closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized boolean trySubscribe(Consumer<String> receiver) {
		if (this.closed.getCount() == 0) {
			return true;
		}
		RedisConnection connection = null;
		try {
			connection = this.factory.getConnection();
			connection.subscribe(
					(message, pattern) -> receiver.accept(new String(message.getBody(), StandardCharsets.UTF_8)),
					(this.prefix + "messages").getBytes(StandardCharsets.UTF_8));
			this.subscription = connection;
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("Messages are missed until the server answers", ex);
			if (connection != null) {
				connection.close();
			}
			return false;
		}
	}

	@Override
	public void write(String key, String value, Duration lifetime) {
		this.template.opsForValue().set(this.prefix + key, value, lifetime);
		this.template.opsForSet().add(this.prefix + "keys", key);
	}

	@Override
	public void remove(String key) {
		this.template.delete(this.prefix + key);
		this.template.opsForSet().remove(this.prefix + "keys", key);
	}

	@Override
	public Map<String, String> read(String prefix) {
		Set<String> names = this.template.opsForSet().members(this.prefix + "keys");
		List<String> keys = (names != null) ? names.stream().filter((key) -> key.startsWith(prefix)).toList()
				: List.of();
		Map<String, String> entries = new HashMap<>();
		if (keys.isEmpty()) {
			return entries;
		}
		List<String> values = this.template.opsForValue()
			.multiGet(keys.stream().map((key) -> this.prefix + key).toList());
		for (int i = 0; values != null && i < keys.size(); i++) {
			String value = values.get(i);
			if (value != null) {
				entries.put(keys.get(i), value);
			}
			else {
				this.template.opsForSet().remove(this.prefix + "keys", keys.get(i));
			}
		}
		return entries;
	}

	@Override
	public void close() {
		this.closed.countDown();
		synchronized (this) {
			if (this.subscription != null) {
				this.subscription.close();
			}
			this.registries.forEach(RedisLockRegistry::destroy);
		}
		this.factory.destroy();
		this.factory.getClientConfiguration()
			.getClientResources()
			.ifPresent((resources) -> resources.shutdown(0, RETRY_MILLIS, TimeUnit.MILLISECONDS));
	}

}
