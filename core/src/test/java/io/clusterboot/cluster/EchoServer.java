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

package io.clusterboot.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

import io.clusterboot.cluster.worker.AdoptedSocket;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * A server that repeats what it reads. One that is closed accepts nothing more, and says
 * that it is closed when its last connection has ended.
 */
final class EchoServer {

	private static final EventLoopGroup LOOP = new MultiThreadIoEventLoopGroup(1,
			new DefaultThreadFactory("echo", true), EpollIoHandler.newFactory());

	private final ClusterWorker worker;

	private final Consumer<Object> reports;

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	EchoServer(ClusterWorker worker, Consumer<Object> reports) {
		this.worker = worker;
		this.reports = reports;
	}

	void listen() {
		AdoptedSocket socket = this.worker.adopt(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		EpollServerSocketChannel channel = socket.handle().orElseThrow().toServerSocketChannel();
		channel.pipeline().addLast(new Accepting());
		LOOP.register(channel).syncUninterruptibly();
		socket.closeWith(() -> channel.close().addListener((closed) -> {
			this.reports.accept("closing");
			this.connections.newCloseFuture().addListener((drained) -> {
				this.reports.accept("drained");
				socket.closed();
			});
		}));
		socket.listening(channel.localAddress());
	}

	/**
	 * Takes the connections.
	 */
	private final class Accepting extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object connection) {
			Channel channel = (Channel) connection;
			channel.pipeline().addLast(new Echoing());
			EchoServer.this.connections.add(channel);
			LOOP.register(channel);
		}

	}

	/**
	 * Answers one connection.
	 */
	private static final class Echoing extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			context.writeAndFlush(message);
		}

	}

}
