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

import java.net.InetSocketAddress;

import io.clusterboot.cluster.worker.AdoptedSocket;
import io.clusterboot.handle.NioSockets;
import io.clusterboot.spring.drain.ServletDrain;
import io.clusterboot.spring.nio.ListenerSource;
import io.clusterboot.spring.nio.SharedServerSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the servlet containers of a worker the master's listening sockets.
 *
 * @param session the worker
 * @param drain counts the connections
 */
record ServletListeners(WorkerSession session, ServletDrain drain) implements ListenerSource {

	private static final Logger logger = LoggerFactory.getLogger(ServletListeners.class);

	@Override
	public SharedServerSocketChannel listen(InetSocketAddress address, int backlog) {
		NioSockets.verify();
		if (!this.session.settings().warmUp().paths().isEmpty()) {
			logger.warn("cluster.warm-up.paths has no effect: workers are warmed up on Reactor Netty only");
		}
		AdoptedSocket socket = this.session.worker().adopt(address, backlog);
		SharedServerSocketChannel channel = SharedServerSocketChannel.listen(socket, this.session.admission(),
				this.session::watch, this.drain::connectionBegun, this.drain::connectionEnded);
		this.session.watch(channel.listener());
		this.session.onExit(channel::stopListening);
		this.session.quarantine().observeAsync(channel.listener()::suspend);
		return channel;
	}

}
