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

import java.io.IOException;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts down a connection that was handed over when this worker closes it. The master, or
 * a stalled worker, may still have a descriptor for it, and the kernel would not tell the
 * client before the last descriptor is closed.
 */
@Sharable
final class ShutdownOnCloseHandler extends ChannelOutboundHandlerAdapter {

	static final ShutdownOnCloseHandler INSTANCE = new ShutdownOnCloseHandler();

	private static final Logger logger = LoggerFactory.getLogger(ShutdownOnCloseHandler.class);

	private ShutdownOnCloseHandler() {
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		if (context.channel() instanceof EpollSocketChannel connection && connection.isActive()) {
			try {
				((Socket) connection.fd()).shutdown();
			}
			catch (IOException ex) {
				logger.trace("{} has ended already", connection, ex);
			}
		}
		context.close(promise);
	}

}
