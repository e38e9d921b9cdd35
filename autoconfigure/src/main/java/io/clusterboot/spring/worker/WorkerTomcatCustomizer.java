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
import io.clusterboot.spring.settings.UnsupportedWebServerException;
import io.clusterboot.spring.tomcat.SharedHttp11Protocol;
import io.clusterboot.spring.tomcat.TomcatThreads;
import io.clusterboot.spring.tomcat.TomcatWebSockets;
import io.clusterboot.spring.tomcat.TrafficValve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Makes the Tomcat of a worker listen on the master's socket in place of binding one.
 */
public final class WorkerTomcatCustomizer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(WorkerTomcatCustomizer.class);

	private static final String WEB_SOCKETS = "org.apache.tomcat.websocket.WsWebSocketContainer";

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
	public WorkerTomcatCustomizer(WorkerSession session, ServletDrain drain, @Nullable WarmUpStep warmUp) {
		this.session = session;
		this.drain = drain;
		this.warmUp = warmUp;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(TomcatWebServerFactory factory) {
		if (!factory.getProtocol().equals(TomcatWebServerFactory.DEFAULT_PROTOCOL)) {
			throw new UnsupportedWebServerException("Tomcat's protocol " + factory.getProtocol());
		}
		factory.setProtocol(SharedHttp11Protocol.class.getName());
		factory.addConnectorCustomizers(this::share);
		factory.getAdditionalConnectors().forEach(this::share);
		TrafficValve valve = new TrafficValve(this.drain);
		factory.getEngineValves()
			.stream()
			.filter(AbstractAccessLogValve.class::isInstance)
			.map(AbstractAccessLogValve.class::cast)
			.forEach(valve::filter);
		factory.addEngineValves(valve);
		if (ClassUtils.isPresent(WEB_SOCKETS, getClass().getClassLoader())) {
			this.drain.watchWebSockets(() -> TomcatWebSockets.open(valve.getContainer()));
		}
	}

	private void share(Connector connector) {
		if (connector.getProtocolHandler() instanceof SharedHttp11Protocol protocol) {
			protocol.listenWith(new ServletListeners(this.session, this.drain, this.warmUp, protocol::protocols));
			protocol.answerAfterGoAwayFor(this.drain.timeout());
			this.drain.watch(protocol);
			this.session.watch(new TomcatThreads(protocol));
			return;
		}
		logger.warn(
				"Each worker binds port {} itself, as the application created its connector with the protocol {} "
						+ "(expected: {})",
				connector.getPort(), connector.getProtocolHandlerClassName(), SharedHttp11Protocol.class.getName());
	}

}
