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

package io.clusterboot.hosts.member;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.hosts.HostIdentity;
import io.clusterboot.hosts.HostsEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the other hosts of this one, and knows what they said last. It owns the thread
 * that does that.
 */
public final class HostDirectory implements ControlHandler, AutoCloseable {

	private static final Duration BEAT = Duration.ofSeconds(1);

	/**
	 * How long an entry lives in the engine.
	 */
	private static final Duration LIFETIME = BEAT.multipliedBy(6);

	private static final String PREFIX = "host/";

	private static final String ROLL_LOCK = "roll";

	private static final Duration ROLL_LOCK_LEASE = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(HostDirectory.class);

	private final HostsEngine engine;

	private final HostIdentity self;

	private final ClusterMaster master;

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, HostDirectory::daemon);

	private final HostRoll roll;

	private volatile List<HostEntry> entries = List.of();

	private volatile @Nullable RollPlan plan;

	private volatile String failure = "it was not asked yet";

	/**
	 * The failure that was logged, empty if that it answers was, {@code null} if neither.
	 */
	private @Nullable String logged;

	/**
	 * Create a new instance.
	 * @param engine keeps the entries
	 * @param self this host
	 * @param master the cluster of this host
	 */
	public HostDirectory(HostsEngine engine, HostIdentity self, ClusterMaster master) {
		this.engine = engine;
		this.self = self;
		this.master = master;
		this.roll = new HostRoll(engine, engine.locks(ROLL_LOCK_LEASE).obtain(ROLL_LOCK), self, master::roll,
				this.thread);
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "cluster-hosts");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Begin to beat.
	 */
	public void start() {
		this.thread.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void beat() {
		try {
			HostEntry own = HostEntry.of(this.self, this.master.cluster().status().join(),
					this.master.leasedLeadership().term());
			this.engine.write(PREFIX + this.self.id(), own.json().toString(), LIFETIME);
			List<HostEntry> now = readEntries();
			this.entries = now;
			this.plan = this.roll.proceed(now.stream().map(HostEntry::id).collect(Collectors.toSet()));
			this.failure = "";
			if (!"".equals(this.logged)) {
				this.logged = "";
				logger.info("This host is '{}' of the hosts of '{}'; the engine is {}", this.self.name(),
						this.self.group(), this.engine.name());
			}
		}
		catch (RuntimeException ex) {
			this.failure = String.valueOf(ex.getMessage());
			if (this.logged == null || this.logged.isEmpty()) {
				this.logged = this.failure;
				logger.warn("The engine of the hosts does not answer: {}", this.failure);
			}
			logger.debug("The engine of the hosts does not answer", ex);
		}
	}

	private List<HostEntry> readEntries() {
		return this.engine.read(PREFIX).values().stream().map(HostEntry::parse).sorted(HostEntry.BY_NAME).toList();
	}

	@Override
	public CompletableFuture<ControlOutcome> handle(ControlCall call) {
		if (call.request() instanceof ControlRequest.RollHosts request) {
			return this.roll.begin(request.scope(), this::readEntries);
		}
		return CompletableFuture.completedFuture(new ControlOutcome.Done("", status()));
	}

	private ObjectNode status() {
		ObjectNode json = JsonMapper.shared()
			.createObjectNode()
			.put("self", this.self.id())
			.put("group", this.self.group())
			.put("engine", this.engine.name());
		if (!this.failure.isEmpty()) {
			json.put("failure", this.failure);
		}
		ArrayNode hosts = json.putArray("hosts");
		this.entries.forEach((entry) -> hosts.add(entry.json()));
		RollPlan current = this.plan;
		if (current != null) {
			json.putObject("roll").put("text", current.text()).put("over", current.isOver());
		}
		return json;
	}

	@Override
	public void close() {
		this.thread.execute(() -> {
			try {
				this.engine.remove(PREFIX + this.self.id());
			}
			catch (RuntimeException ex) {
				logger.debug("The entry of this host stays until its end", ex);
			}
		});
		this.thread.shutdown();
		try {
			this.thread.awaitTermination(2, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
