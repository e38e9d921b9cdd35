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

/**
 * Where Reactor Netty would listen, after all customizers.
 *
 * @param factory the application's factory
 */
record NettyListenAddress(NettyReactiveWebServerFactory factory) implements Supplier<ListenAddress> {

	private static final String BOOT = "org.springframework.boot.";

	@Override
	public ListenAddress get() {
		if (this.factory.getServerCustomizers().stream().allMatch(NettyListenAddress::isOfBoot)) {
			return new ListenAddress(ConfiguredListenAddress.of(this.factory), 0);
		}
		HttpServer server = HttpServer.create().bindAddress(() -> ConfiguredListenAddress.of(this.factory));
		for (NettyServerCustomizer customizer : this.factory.getServerCustomizers()) {
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

}
