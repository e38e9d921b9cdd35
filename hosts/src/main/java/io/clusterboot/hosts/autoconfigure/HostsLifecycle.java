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

package io.clusterboot.hosts.autoconfigure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;

import io.clusterboot.cluster.loop.SerialThread;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.hosts.HostIdentity;
import io.clusterboot.hosts.HostsEngine;
import io.clusterboot.hosts.lead.HostElection;
import io.clusterboot.hosts.member.HostDirectory;
import io.clusterboot.hosts.message.HostMessages;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.HostEngine;
import io.clusterboot.spring.settings.HostsProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Connects the master with those of other hosts while its context runs. An engine that
 * does not answer delays nothing: all that asks it runs on threads of its own.
 */
final class HostsLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(HostsLifecycle.class);

	private final ApplicationContext context;

	private final ObjectProvider<ClusterMaster> master;

	private final Deque<AutoCloseable> parts = new ArrayDeque<>();

	private volatile boolean running;

	HostsLifecycle(ApplicationContext context, ObjectProvider<ClusterMaster> master) {
		this.context = context;
		this.master = master;
	}

	@Override
	public void start() {
		HostsProperties properties = BoundProperties.of(this.context.getEnvironment()).getHosts();
		ClusterMaster cluster = this.master.getIfAvailable();
		if (properties.getEngine() != HostEngine.NONE && cluster != null) {
			connect(cluster, properties, HostIdentity.of(properties.getHostName(), group(properties)));
		}
		this.running = true;
	}

	private String group(HostsProperties properties) {
		String group = (properties.getGroup() != null) ? properties.getGroup()
				: this.context.getEnvironment().getProperty("spring.application.name");
		if (group == null || group.isBlank()) {
			throw new InvalidConfigurationPropertyValueException("cluster.hosts.group", group,
					"Expected the name that the clusters of the application have in common, here or as 'spring.application.name'.");
		}
		return group;
	}

	private void connect(ClusterMaster cluster, HostsProperties properties, HostIdentity self) {
		HostsEngine engine = own(new Engines(this.context, properties, self.group()).create(properties.getEngine()));
		ExecutorService numbers = SerialThread.named("cluster-hosts-numbers");
		own(numbers::shutdown);
		HostDirectory directory = own(new HostDirectory(engine, self, cluster));
		directory.start();
		cluster.control().hosts(directory);
		if (properties.isBroadcasts()) {
			own(new HostMessages(engine, self, cluster.messageBus())).start();
		}
		own(new HostElection(engine, cluster.leasedLeadership(), properties.getLease(), self.id(), numbers)).start();
	}

	private <T extends AutoCloseable> T own(T part) {
		this.parts.push(part);
		return part;
	}

	@Override
	public void stop() {
		this.running = false;
		while (!this.parts.isEmpty()) {
			AutoCloseable part = this.parts.pop();
			try {
				part.close();
			}
			catch (Exception ex) {
				logger.debug("{} was not closed", part, ex);
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return the first phase, which starts before the cluster serves and stops after it:
	 * a host gives its leadership back when its workers drain, and is seen until it ends.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
