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
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.worker.AdoptedSocket;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;
import reactor.netty.udp.UdpServerConfig;

/**
 * Makes the channel of a UDP server from a socket of the master in place of a new socket.
 */
public final class AdoptingUdpLoopResources extends DelegatingLoopResources {

	private final ClusterWorker worker;

	private final Consumer<DatagramGate> onAdopted;

	private volatile @Nullable UdpServerConfig config;

	/**
	 * Create a new instance.
	 * @param worker gives the socket
	 * @param owner gives the event loops, and disposes of them
	 * @param onAdopted receives the gate of the channel that reads
	 * @param onLoops receives the event loops that the server uses
	 */
	public AdoptingUdpLoopResources(ClusterWorker worker, Supplier<LoopResources> owner,
			Consumer<DatagramGate> onAdopted, Consumer<EventLoopGroup> onLoops) {
		super(owner, onLoops);
		this.worker = worker;
		this.onAdopted = onAdopted;
	}

	/**
	 * Set the configuration of the server that is about to be bound.
	 * @param config its configuration
	 */
	public void serveAt(UdpServerConfig config) {
		this.config = config;
	}

	/**
	 * Reactor Netty runs a UDP server on the event loops of clients.
	 */
	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return used(super.onClient(useNative));
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
		UdpServerConfig config = this.config;
		if (channelType.equals(DatagramChannel.class) && config != null) {
			return channelType.cast(adopt(config));
		}
		return super.onChannel(channelType, group);
	}

	private Channel adopt(UdpServerConfig config) {
		ListenOptions options = Boolean.TRUE.equals(config.options().get(ChannelOption.SO_REUSEADDR))
				? ListenOptions.DEFAULTS.withReusedAddress() : ListenOptions.DEFAULTS;
		AdoptedSocket socket = this.worker.adoptUdp(address(config), options);
		EpollDatagramChannel channel = socket.handle().orElseThrow().setNonBlocking().toDatagramChannel();
		channel.closeFuture().addListener((closed) -> socket.closed());
		socket.closeWith(channel::close);
		DatagramGate gate = new DatagramGate(channel, socket);
		channel.pipeline().addLast(gate);
		this.onAdopted.accept(gate);
		return channel;
	}

	private static InetSocketAddress address(UdpServerConfig config) {
		Supplier<? extends SocketAddress> supplier = config.bindAddress();
		SocketAddress address = (supplier != null) ? supplier.get() : null;
		if (!(address instanceof InetSocketAddress socketAddress)) {
			throw new IllegalStateException("server address: %s (expected: a host and a port)".formatted(address));
		}
		return socketAddress.isUnresolved()
				? new InetSocketAddress(socketAddress.getHostString(), socketAddress.getPort()) : socketAddress;
	}

}
