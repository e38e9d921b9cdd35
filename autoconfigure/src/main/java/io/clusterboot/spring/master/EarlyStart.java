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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.service.ServiceEnvironment;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.spring.settings.ClusterCommand;
import io.clusterboot.spring.settings.ClusterSettings;
import io.clusterboot.spring.settings.DockerComposeSupport;
import io.clusterboot.spring.settings.HostsProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Starts the cluster as soon as the environment is complete and the log is configured,
 * beside the preparation of the master's context. When the context is prepared, it waits
 * for the first worker before the context gets beans. With Docker Compose it starts the
 * cluster then, when the services run. Stops the cluster when the start of the
 * application fails.
 */
final class EarlyStart implements SpringApplicationRunListener, Ordered {

	private static final int DEFAULT_PORT = 8080;

	private static final int NO_PORT = -1;

	private final ClassLoader classLoader;

	private @Nullable ClusterStart start;

	/**
	 * Where the cluster listens, if it starts when the context is prepared, as it needs
	 * services that are started then.
	 */
	private @Nullable InetSocketAddress postponed;

	/**
	 * The constructor that Boot calls.
	 */
	EarlyStart(SpringApplication application) {
		this.classLoader = application.getClassLoader();
	}

	/**
	 * After the listener that publishes events, whose listeners may add to the
	 * environment or the context.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		ClusterSettings settings = bootstrapContext.isRegistered(ClusterSettings.class)
				? bootstrapContext.get(ClusterSettings.class) : null;
		if (settings == null || ClusterCommand.of(environment) == ClusterCommand.PREPARE) {
			return;
		}
		Optional<InetSocketAddress> address = address(environment, "server", DEFAULT_PORT);
		ClusterStart created = ClusterStart.of(settings, serviceManager(environment, address));
		this.start = created;
		if (HostsProperties.hasEngine(environment)) {
			created.master().leasedLeadership().requireLease();
		}
		if (DockerComposeSupport.of(environment, this.classLoader).active()) {
			this.postponed = address.orElse(null);
		}
		else {
			address.ifPresent(created::beginEarly);
		}
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		ClusterStart created = this.start;
		if (created == null) {
			return;
		}
		if (context instanceof GenericApplicationContext generic) {
			generic.registerBean("clusterStart", ClusterStart.class, () -> created);
			generic.registerBean("clusterMaster", ClusterMaster.class, created::master);
		}
		if (this.postponed != null) {
			created.beginEarly(this.postponed);
		}
		created.awaitFirstWorkers();
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (this.start != null) {
			this.start.close();
		}
	}

	/**
	 * Return the service manager, whose sockets may be for one of these servers by name.
	 */
	private static ServiceEnvironment serviceManager(Environment environment, Optional<InetSocketAddress> http) {
		Map<String, InetSocketAddress> servers = new HashMap<>();
		http.ifPresent((address) -> servers.put("http", address));
		address(environment, "management.server", NO_PORT).filter((address) -> !Optional.of(address).equals(http))
			.ifPresent((address) -> servers.put("management", address));
		return new ServiceEnvironment(CurrentProcess.get().inheritedEnvironment(), ProcessHandle.current().pid(),
				servers);
	}

	/**
	 * Return where the properties say that a server listens, empty if it does not listen,
	 * or a value is wrong, which the context reports.
	 */
	private static Optional<InetSocketAddress> address(Environment environment, String prefix, int defaultPort) {
		Binder binder = Binder.get(environment);
		try {
			int port = binder.bind(prefix + ".port", Integer.class).orElse(defaultPort);
			Optional<InetAddress> host = Optional
				.ofNullable(binder.bind(prefix + ".address", InetAddress.class).orElse(null));
			return (port < 0) ? Optional.empty()
					: Optional.of(host.map((address) -> new InetSocketAddress(address.getHostAddress(), port))
						.orElseGet(() -> new InetSocketAddress(port)));
		}
		catch (BindException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
