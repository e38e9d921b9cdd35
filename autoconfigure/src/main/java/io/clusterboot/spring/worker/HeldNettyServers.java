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

import java.util.List;

import io.clusterboot.spring.netty.AdoptedListener;
import io.clusterboot.spring.warmup.ServerProtocols;
import io.clusterboot.spring.warmup.WarmUpTraffic;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.resources.LoopResources;

/**
 * Makes what is held back of servers of Reactor Netty. A class of its own, as an
 * application may have none.
 */
final class HeldNettyServers {

	private HeldNettyServers() {
	}

	/**
	 * Return what is held back of a server: each event loop gets a connection.
	 * @param listener the channel of the server
	 * @param config the configuration of the server
	 */
	static HeldServer of(AdoptedListener listener, HttpServerConfig config) {
		return new HeldServer(listener,
				new LoopbackConnections((connection) -> listener.serveOwn(connection, WarmUpTraffic::mark)),
				() -> protocols(config), LoopResources.DEFAULT_IO_WORKER_COUNT);
	}

	private static ServerProtocols protocols(HttpServerConfig config) {
		List<HttpProtocol> protocols = List.of(config.protocols());
		return new ServerProtocols(config.isSecure(), protocols.contains(HttpProtocol.HTTP11),
				protocols.contains(HttpProtocol.H2) || protocols.contains(HttpProtocol.H2C));
	}

}
