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

import io.clusterboot.spring.drain.ConnectionDrain;
import io.clusterboot.spring.netty.AdoptedListener;
import io.clusterboot.spring.netty.AdoptingLoopResources;
import io.clusterboot.spring.warmup.WarmUpTraffic;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Makes the server of a worker adopt the master's listening socket in place of binding
 * one.
 * <p>
 * The extension point of Reactor Netty is the {@link LoopResources} that create the
 * channel of a server. Boot's server takes them from its {@link ReactorResourceFactory}
 * after all customizers ran, so this customizer replaces that factory. Each server has
 * one of its own, as the loops have to know the address of their server.
 */
public final class WorkerWebServerFactoryCustomizer
		implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {

	private final WorkerSession session;

	private final ConnectionDrain drain;

	private final ObjectProvider<ReactorResourceFactory> resourceFactory;

	private final @Nullable WarmUpStep warmUp;

	/**
	 * Create a customizer.
	 * @param session the worker
	 * @param drain lets the clients of the server go
	 * @param resourceFactory gives the event loops
	 * @param warmUp holds the server back until it is warm, {@code null} for a server
	 * that is not warmed up
	 */
	public WorkerWebServerFactoryCustomizer(WorkerSession session, ConnectionDrain drain,
			ObjectProvider<ReactorResourceFactory> resourceFactory, @Nullable WarmUpStep warmUp) {
		this.session = session;
		this.drain = drain;
		this.resourceFactory = resourceFactory;
		this.warmUp = warmUp;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory factory) {
		AdoptingLoopResources loopResources = new AdoptingLoopResources(this.session.worker(), this.session.admission(),
				this::loopResources, this::listens, this.session::watch);
		factory.setResourceFactory(new AdoptingResourceFactory(loopResources));
		factory.addServerCustomizers(
				(server) -> this.drain.watch(WarmUpTraffic.watch(tellAddress(server, loopResources))));
	}

	private void listens(AdoptedListener listener, HttpServerConfig config) {
		if (this.warmUp != null) {
			this.warmUp.hold(HeldNettyServers.of(listener, config));
		}
		this.drain.watch(listener::stopListening);
		this.session.watch(listener);
		this.session.quarantine().observeAsync(listener::suspend);
		this.session.onExit(listener::stopListening);
	}

	private LoopResources loopResources() {
		ReactorResourceFactory shared = this.resourceFactory.getIfAvailable();
		return (shared != null) ? shared.getLoopResources() : HttpResources.get();
	}

	private static HttpServer tellAddress(HttpServer server, AdoptingLoopResources loopResources) {
		loopResources.serveAt(server.configuration());
		return server;
	}

	/**
	 * Returns the given loops, and owns nothing.
	 */
	private static final class AdoptingResourceFactory extends ReactorResourceFactory {

		private final LoopResources loopResources;

		AdoptingResourceFactory(LoopResources loopResources) {
			this.loopResources = loopResources;
		}

		@Override
		public LoopResources getLoopResources() {
			return this.loopResources;
		}

		@Override
		public @Nullable String toString() {
			return "AdoptingResourceFactory";
		}

	}

}
