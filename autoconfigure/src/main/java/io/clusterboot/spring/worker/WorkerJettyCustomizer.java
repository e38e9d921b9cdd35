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

import io.clusterboot.spring.drain.ServletDrain;
import io.clusterboot.spring.jetty.JettyWebSockets;
import io.clusterboot.spring.jetty.SharedConnector;
import io.clusterboot.spring.jetty.TrafficHandler;
import io.clusterboot.spring.nio.ListenerSource;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
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

	private final ServletDrain drain;

	private final ListenerSource listeners;

	/**
	 * Create a customizer.
	 * @param session the worker
	 * @param drain drains the server
	 */
	public WorkerJettyCustomizer(WorkerSession session, ServletDrain drain) {
		this.drain = drain;
		this.listeners = new ServletListeners(session, drain);
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
		for (Connector connector : server.getConnectors()) {
			if (connector instanceof ServerConnector serverConnector) {
				this.drain.watch(SharedConnector.share(serverConnector, this.listeners));
			}
			else {
				logger.warn("Each worker opens the connector {} itself (expected: a {})", connector,
						ServerConnector.class.getName());
			}
		}
		this.drain.watchWebSockets(() -> JettyWebSockets.open(server));
		server.setHandler(new TrafficHandler(server.getHandler(), this.drain));
	}

}
