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

package io.clusterboot.spring.drain;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Closes a WebSocket with the handshake of RFC 6455. Reactor Netty closes the connection
 * as soon as its close frame is written; with data unread that becomes a reset, which may
 * discard the frame. So this handler completes the write of the frame only when the
 * client has answered it.
 */
final class ClosingHandshake extends ChannelDuplexHandler {

	/**
	 * Longest time a client may take to answer.
	 */
	private static final long PATIENCE_MILLIS = 1000;

	private @Nullable ChannelPromise closeSent;

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (this.closeSent != null) {
			ReferenceCountUtil.release(message);
			promise.tryFailure(new ClosedChannelException());
		}
		else if (message instanceof CloseWebSocketFrame) {
			this.closeSent = promise;
			context.write(message);
			context.channel().config().setAutoRead(true);
			context.executor().schedule(() -> promise.trySuccess(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		else {
			super.write(context, message, promise);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (this.closeSent != null) {
			ReferenceCountUtil.release(message);
			if (message instanceof CloseWebSocketFrame) {
				this.closeSent.trySuccess();
			}
		}
		else {
			super.channelRead(context, message);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) throws Exception {
		if (this.closeSent != null) {
			this.closeSent.trySuccess();
		}
		super.channelInactive(context);
	}

}
