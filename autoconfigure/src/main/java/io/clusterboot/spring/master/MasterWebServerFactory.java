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

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;

import io.clusterboot.spring.master.MasterWebServer.ListenAddress;
import io.netty.channel.ChannelOption;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Replaces the application's own factory in the master, and listens on the same address.
 */
final class MasterWebServerFactory implements ReactiveWebServerFactory {

	private static final String BOOT = "org.springframework.boot.";

	private final NettyReactiveWebServerFactory factory;

	private final ClusterStart start;

	private final ApplicationContext context;

	MasterWebServerFactory(NettyReactiveWebServerFactory factory, ClusterStart start, ApplicationContext context) {
		this.factory = factory;
		this.start = start;
		this.context = context;
	}

	@Override
	public WebServer getWebServer(HttpHandler httpHandler) {
		return new MasterWebServer(this.start, this.context, () -> listenAddress(this.factory));
	}

	/**
	 * Return the address that Reactor Netty would bind, after all customizers.
	 */
	static ListenAddress listenAddress(NettyReactiveWebServerFactory factory) {
		if (factory.getServerCustomizers().stream().allMatch(MasterWebServerFactory::isOfBoot)) {
			return new ListenAddress(configuredAddress(factory), 0);
		}
		HttpServer server = HttpServer.create().bindAddress(() -> configuredAddress(factory));
		for (NettyServerCustomizer customizer : factory.getServerCustomizers()) {
			server = customizer.apply(server);
		}
		Supplier<? extends SocketAddress> bindAddress = server.configuration().bindAddress();
		SocketAddress address = (bindAddress != null) ? bindAddress.get() : null;
		if (!(address instanceof InetSocketAddress socketAddress)) {
			throw new IllegalStateException("server address: %s (expected: a host and a port)".formatted(address));
		}
		Object backlog = server.configuration().options().get(ChannelOption.SO_BACKLOG);
		return new ListenAddress(socketAddress, (backlog instanceof Integer number) ? number : 0);
	}

	/**
	 * Return whether a customizer changes no address: one of Spring Boot sets limits and
	 * timeouts only. The types of Reactor Netty's server are not needed then.
	 */
	private static boolean isOfBoot(NettyServerCustomizer customizer) {
		return customizer.getClass().getName().startsWith(BOOT);
	}

	private static InetSocketAddress configuredAddress(NettyReactiveWebServerFactory factory) {
		return (factory.getAddress() != null)
				? new InetSocketAddress(factory.getAddress().getHostAddress(), factory.getPort())
				: new InetSocketAddress(factory.getPort());
	}

}
