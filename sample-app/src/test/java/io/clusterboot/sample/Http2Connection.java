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

package io.clusterboot.sample;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;

/**
 * One connection of HTTP/2 with prior knowledge. Many threads may ask on it at a time,
 * until the server says GOAWAY.
 */
final class Http2Connection implements Closeable {

	private static final int LARGEST = 1 << 20;

	private final Channel channel;

	private final CompletableFuture<Void> ready;

	private final AtomicInteger requests = new AtomicInteger();

	private final CompletableFuture<Integer> goingAway = new CompletableFuture<>();

	private volatile long workerPid;

	private Http2Connection(Channel channel, CompletableFuture<Void> ready) {
		this.channel = channel;
		this.ready = ready;
	}

	/**
	 * Connect, and wait until the server has sent its settings.
	 */
	static Http2Connection open(EventLoopGroup group, SampleClient target) throws IOException {
		CompletableFuture<Void> ready = new CompletableFuture<>();
		CompletableFuture<Http2Connection> opened = new CompletableFuture<>();
		Bootstrap bootstrap = new Bootstrap().group(group)
			.channel(NioSocketChannel.class)
			.handler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					Http2Connection connection = new Http2Connection(channel, ready);
					channel.pipeline()
						.addLast(
								Http2FrameCodecBuilder.forClient()
									.initialSettings(Http2Settings.defaultSettings())
									.build(),
								new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
								connection.new Control());
					opened.complete(connection);
				}
			});
		bootstrap.connect(target.uri("").getHost(), target.port()).addListener((connected) -> {
			if (!connected.isSuccess()) {
				ready.completeExceptionally(connected.cause());
			}
		});
		await(ready);
		return await(opened);
	}

	/**
	 * Whether the server takes another request.
	 */
	boolean usable() {
		return !this.goingAway.isDone() && this.channel.isActive();
	}

	/**
	 * Wait until the server asks for no more requests.
	 * @return the last stream that it takes
	 */
	int awaitGoAway() throws IOException {
		return await(this.goingAway);
	}

	/**
	 * What is known about the connection.
	 */
	ConnectionTrace trace() {
		return new ConnectionTrace(this.workerPid, this.requests.get(), 0);
	}

	/**
	 * Ask, and wait for the whole answer.
	 * @return its body
	 */
	byte[] ask(FullHttpRequest request) throws IOException {
		this.requests.incrementAndGet();
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		new Http2StreamChannelBootstrap(this.channel).handler(new ChannelInitializer<>() {
			@Override
			protected void initChannel(Channel stream) {
				stream.pipeline()
					.addLast(new Http2StreamFrameToHttpObjectCodec(false), new HttpObjectAggregator(LARGEST),
							new Stream(answer));
			}
		}).open().addListener((opened) -> {
			if (opened.isSuccess()) {
				((Channel) opened.getNow()).writeAndFlush(request).addListener((written) -> {
					if (!written.isSuccess()) {
						answer.completeExceptionally(written.cause());
					}
				});
			}
			else {
				ReferenceCountUtil.release(request);
				answer.completeExceptionally(opened.cause());
			}
		});
		return await(answer);
	}

	private static <T> T await(CompletableFuture<T> future) throws IOException {
		Duration deadline = Http1Client.ANSWER_DEADLINE;
		try {
			return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new IOException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IOException("Nothing came within " + deadline);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	@Override
	public void close() {
		this.channel.close().syncUninterruptibly();
	}

	/**
	 * What concerns the whole connection.
	 */
	private final class Control extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object frame) {
			if (frame instanceof Http2SettingsFrame) {
				Http2Connection.this.ready.complete(null);
			}
			else if (frame instanceof Http2GoAwayFrame goAway) {
				Http2Connection.this.goingAway.complete(goAway.lastStreamId());
			}
			ReferenceCountUtil.release(frame);
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			Http2Connection.this.ready
				.completeExceptionally(new EOFException("The connection ended before the settings"));
			Http2Connection.this.goingAway.completeExceptionally(new EOFException("The connection ended"));
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			Http2Connection.this.ready.completeExceptionally(cause);
		}

	}

	/**
	 * One request.
	 */
	private final class Stream extends SimpleChannelInboundHandler<FullHttpResponse> {

		private final CompletableFuture<byte[]> answer;

		private Stream(CompletableFuture<byte[]> answer) {
			this.answer = answer;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			String pid = response.headers().get(ConnectionTrace.PID_HEADER);
			if (pid != null) {
				Http2Connection.this.workerPid = Long.parseLong(pid);
			}
			if (response.status().code() == 200) {
				this.answer.complete(ByteBufUtil.getBytes(response.content()));
			}
			else {
				this.answer
					.completeExceptionally(new ProtocolException("status: " + response.status() + " (expected: 200)"));
			}
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof Http2ResetFrame reset) {
				this.answer.completeExceptionally(new ProtocolException("Reset with error " + reset.errorCode()));
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			this.answer.completeExceptionally(new EOFException("The stream ended without an answer"
					+ (Http2Connection.this.goingAway.isDone() ? ", after GOAWAY" : "")));
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			this.answer.completeExceptionally(cause);
		}

	}

}
