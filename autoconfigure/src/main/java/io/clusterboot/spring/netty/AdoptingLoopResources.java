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

package io.clusterboot.spring.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.clusterboot.cluster.worker.AdoptedSocket;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.resources.LoopResources;

/**
 * Makes the channel of an HTTP server from the master's listening socket in place of a
 * new socket. Each server has its own instance.
 */
public final class AdoptingLoopResources extends DelegatingLoopResources {

	private final ClusterWorker worker;

	private final Admission admission;

	private final BiConsumer<AdoptedListener, HttpServerConfig> onAdopted;

	private @Nullable HttpServerConfig config;

	/**
	 * Create a new instance.
	 * @param worker gives the socket
	 * @param admission decides whether the server takes a connection
	 * @param owner gives the event loops, and disposes of them
	 * @param onAdopted receives what listens, and the configuration of its server
	 * @param onLoops receives the event loops that the server uses
	 */
	public AdoptingLoopResources(ClusterWorker worker, Admission admission, Supplier<LoopResources> owner,
			BiConsumer<AdoptedListener, HttpServerConfig> onAdopted, Consumer<EventLoopGroup> onLoops) {
		super(owner, onLoops);
		this.worker = worker;
		this.admission = admission;
		this.onAdopted = onAdopted;
	}

	/**
	 * Set the configuration of the server, with the address to listen on.
	 * @param config the configuration of the server
	 */
	public void serveAt(HttpServerConfig config) {
		this.config = config;
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
		if (channelType.equals(ServerSocketChannel.class)) {
			return channelType.cast(adopt());
		}
		return super.onChannel(channelType, group);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return new AcceptingLoopGroup(super.onServer(useNative), this.admission,
				Runtime.getRuntime().availableProcessors());
	}

	private Channel adopt() {
		HttpServerConfig config = this.config;
		if (config == null) {
			throw new IllegalStateException("The server's address is not known yet");
		}
		Supplier<? extends SocketAddress> bindAddress = config.bindAddress();
		SocketAddress address = (bindAddress != null) ? bindAddress.get() : null;
		if (!(address instanceof InetSocketAddress socketAddress)) {
			throw new IllegalStateException("server address: %s (expected: a host and a port)".formatted(address));
		}
		Object backlog = config.options().get(ChannelOption.SO_BACKLOG);
		AdoptedSocket socket = this.worker.adopt(socketAddress, (backlog instanceof Integer number) ? number : 0);
		AdoptedServerChannel channel = new AdoptedServerChannel(socket, this.admission);
		this.onAdopted.accept(channel, config);
		return channel;
	}

}
