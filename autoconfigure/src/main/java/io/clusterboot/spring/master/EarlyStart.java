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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.spring.settings.ClusterSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Starts the cluster when the master's context is prepared, before it has beans, and
 * stops it when the start of the application fails. A listener of the application, not a
 * bean.
 */
public final class EarlyStart implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private static final int DEFAULT_PORT = 8080;

	private final ClusterSettings settings;

	private @Nullable ClusterStart start;

	public EarlyStart(ClusterSettings settings) {
		this.settings = settings;
	}

	/**
	 * After all other listeners, which may add to the environment or the context.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationPreparedEvent prepared && this.start == null) {
			prepared(prepared.getApplicationContext());
		}
		else if (event instanceof ApplicationFailedEvent && this.start != null) {
			this.start.close();
		}
	}

	private void prepared(ConfigurableApplicationContext context) {
		ClusterStart created = ClusterStart.of(this.settings);
		this.start = created;
		if (context instanceof GenericApplicationContext generic) {
			generic.registerBean("clusterStart", ClusterStart.class, () -> created);
			generic.registerBean("clusterMaster", ClusterMaster.class, created::master);
		}
		address(context.getEnvironment()).ifPresent(created::beginEarly);
	}

	/**
	 * Return where the properties say that the application listens, empty if it does not
	 * listen, or a value is wrong, which the context reports.
	 */
	private static Optional<InetSocketAddress> address(Environment environment) {
		Binder binder = Binder.get(environment);
		try {
			int port = binder.bind("server.port", Integer.class).orElse(DEFAULT_PORT);
			Optional<InetAddress> host = Optional
				.ofNullable(binder.bind("server.address", InetAddress.class).orElse(null));
			return (port < 0) ? Optional.empty()
					: Optional.of(host.map((address) -> new InetSocketAddress(address.getHostAddress(), port))
						.orElseGet(() -> new InetSocketAddress(port)));
		}
		catch (BindException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
