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
package io.clusterboot.spring.worker;

import java.util.ArrayList;
import java.util.List;

import io.clusterboot.spring.drain.ServletDrain;
import io.clusterboot.spring.jetty.FilteredRequestLog;
import io.clusterboot.spring.jetty.JettyThreads;
import io.clusterboot.spring.jetty.JettyWebSockets;
import io.clusterboot.spring.jetty.SharedConnector;
import io.clusterboot.spring.jetty.TrafficHandler;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Makes the Jetty of a worker listen on the master's socket in place of binding one.
 */
public final class WorkerJettyCustomizer implements WebServerFactoryCustomizer<JettyWebServerFactory>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(WorkerJettyCustomizer.class);

	private final WorkerSession session;

	private final ServletDrain drain;

	private final @Nullable WarmUpStep warmUp;

	/**
	 * Create a customizer.
	 * @param session the worker
	 * @param drain drains the server
	 * @param warmUp holds the server back until it is warm, {@code null} for a server
	 * that is not warmed up
	 */
	public WorkerJettyCustomizer(WorkerSession session, ServletDrain drain, @Nullable WarmUpStep warmUp) {
		this.session = session;
		this.drain = drain;
		this.warmUp = warmUp;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(JettyWebServerFactory factory) {
		factory.addServerCustomizers((JettyServerCustomizer) this::share);
	}

	private void share(Server server) {
		List<SharedConnector> shared = new ArrayList<>();
		for (Connector connector : server.getConnectors()) {
			if (connector instanceof ServerConnector serverConnector) {
				shared.add(share(serverConnector));
			}
			else {
				logger.warn("Each worker opens the connector {} itself (expected: a {})", connector,
						ServerConnector.class.getName());
			}
		}
		this.drain.watchWebSockets(() -> JettyWebSockets.open(server));
		server.setHandler(new TrafficHandler(server.getHandler(), this.drain,
				(request) -> shared.stream().anyMatch((connector) -> connector.isOwn(request))));
		RequestLog log = server.getRequestLog();
		if (log != null) {
			server.setRequestLog(new FilteredRequestLog(log));
		}
		if (server.getThreadPool() instanceof QueuedThreadPool threads) {
			this.session.watch(new JettyThreads(threads));
		}
	}

	private SharedConnector share(ServerConnector connector) {
		SharedConnector shared = SharedConnector.share(connector,
				(connection) -> new ServletListeners(this.session, this.drain, this.warmUp, connection::protocols));
		this.drain.watch(shared);
		return shared;
	}

}
