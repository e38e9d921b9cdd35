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

package io.clusterboot.process;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.ReceivedHandle;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The child of the interop matrix, in Java. Does what {@code interop-child.js} does in
 * Node.
 */
final class InteropMain {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("io", true),
			EpollIoHandler.newFactory());

	private final CurrentProcess process = CurrentProcess.get();

	private InteropMain() {
	}

	public static void main(String[] args) {
		InteropMain child = new InteropMain();
		child.process.onMessage(child::message);
		child.process.send(Map.of("online", true));
	}

	private void message(JsonNode message, @Nullable ReceivedHandle handle) {
		switch (message.get("do").stringValue()) {
			case "echo" -> this.process.send(Map.of("echo", message.get("value")));
			case "takeServer" -> {
				register(handle(handle).toServerSocketChannel(), new Acceptor());
				ready();
			}
			case "takeSocket" -> takeSocket(handle, true);
			case "keepOpen" -> takeSocket(handle, false);
			case "takeDgram" -> {
				register(handle(handle).toDatagramChannel(), new Replier());
				ready();
			}
			case "giveSockets" -> giveSockets();
			case "disconnect" -> this.process.disconnect();
			default -> throw new IllegalArgumentException(message.toString());
		}
	}

	private void takeSocket(@Nullable ReceivedHandle handle, boolean last) {
		Channel channel = handle(handle).toSocketChannel();
		// Whoever sent it may wait until it is closed
		channel.closeFuture().addListener((closed) -> handle.close());
		register(channel, new Greeter(last));
	}

	private static Handle handle(@Nullable ReceivedHandle handle) {
		if (handle == null) {
			throw new IllegalArgumentException("No handle");
		}
		return handle.handle();
	}

	private void ready() {
		this.process.send(Map.of("ready", true));
	}

	private void register(Channel channel, ChannelHandler handler) {
		channel.pipeline().addLast(handler);
		this.group.register(channel);
	}

	private void giveSockets() {
		new ServerBootstrap().group(this.group)
			.channel(EpollServerSocketChannel.class)
			.childOption(ChannelOption.AUTO_READ, false)
			.childHandler(new Giver())
			.bind("127.0.0.1", 0)
			.addListener((ChannelFutureListener) (future) -> this.process
				.send(Map.of("port", ((InetSocketAddress) future.channel().localAddress()).getPort())));
	}

	private static ByteBuf text(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
	}

	private final class Acceptor extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object accepted) {
			register((Channel) accepted, new Greeter(true));
		}

	}

	private final class Greeter extends ChannelInboundHandlerAdapter {

		private final boolean last;

		Greeter(boolean last) {
			this.last = last;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.writeAndFlush(text("child")).addListener((ChannelFutureListener) (future) -> {
				if (this.last) {
					future.channel().close();
				}
				else {
					ready();
				}
			});
		}

	}

	private static final class Replier extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object datagram) {
			DatagramPacket packet = (DatagramPacket) datagram;
			context.writeAndFlush(new DatagramPacket(text("child:" + packet.content().toString(StandardCharsets.UTF_8)),
					packet.sender()));
			packet.release();
		}

	}

	@ChannelHandler.Sharable
	private final class Giver extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			try (Handle handle = Handle.from((EpollSocketChannel) context.channel())) {
				InteropMain.this.process.send(Map.of("socket", true), handle, HandleType.NET_SOCKET);
			}
			context.close();
		}

	}

}
