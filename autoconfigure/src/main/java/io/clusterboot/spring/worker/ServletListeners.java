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
import java.util.function.Supplier;

import io.clusterboot.cluster.worker.AdoptedSocket;
import io.clusterboot.handle.NioSockets;
import io.clusterboot.spring.drain.ServletDrain;
import io.clusterboot.spring.nio.ListenerSource;
import io.clusterboot.spring.nio.SharedServerSocketChannel;
import io.clusterboot.spring.warmup.ServerProtocols;
import org.jspecify.annotations.Nullable;

/**
 * Gives a connector of a servlet container of a worker the master's listening sockets.
 *
 * @param session the worker
 * @param drain counts the connections
 * @param warmUp holds the connector back until it is warm, {@code null} for one that is
 * not warmed up
 * @param protocols returns what the connector speaks, when it has started
 */
record ServletListeners(WorkerSession session, ServletDrain drain, @Nullable WarmUpStep warmUp,
		Supplier<ServerProtocols> protocols) implements ListenerSource {

	@Override
	public SharedServerSocketChannel listen(InetSocketAddress address, int backlog) {
		NioSockets.verify();
		SharedServerSocketChannel channel = open(this.session.worker().adopt(address, backlog));
		this.session.watch(channel.listener());
		this.session.onExit(channel::stopListening);
		this.session.quarantine().observeAsync(channel.listener()::suspend);
		return channel;
	}

	private SharedServerSocketChannel open(AdoptedSocket socket) {
		if (this.warmUp == null || this.warmUp.isRunning()) {
			return SharedServerSocketChannel.listen(socket, this.session.admission(), this.session::watch,
					this.drain::connectionBegun, this.drain::connectionEnded);
		}
		SharedServerSocketChannel channel = SharedServerSocketChannel.listenHeldBack(socket, this.session.admission(),
				this.session::watch, this.drain::connectionBegun, this.drain::connectionEnded);
		this.warmUp.hold(new HeldServer(channel.listener(), new LoopbackConnections(channel::serveOwn), this.protocols,
				Runtime.getRuntime().availableProcessors()));
		return channel;
	}

}
