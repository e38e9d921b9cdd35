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

import java.net.SocketAddress;

import io.clusterboot.cluster.worker.AdoptedSocket;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollDatagramChannel;

/**
 * Stands between the pipeline of a UDP server and a socket that the master has bound and
 * that other workers read from too: it answers the bind, and lets reads pass until it is
 * shut. May be shut from any thread.
 */
public final class DatagramGate extends ChannelOutboundHandlerAdapter {

	private final EpollDatagramChannel channel;

	private final AdoptedSocket socket;

	private volatile boolean shut;

	DatagramGate(EpollDatagramChannel channel, AdoptedSocket socket) {
		this.channel = channel;
		this.socket = socket;
	}

	public EpollDatagramChannel channel() {
		return this.channel;
	}

	@Override
	public void bind(ChannelHandlerContext context, SocketAddress localAddress, ChannelPromise promise) {
		this.socket.listening(this.channel.localAddress());
		promise.setSuccess();
	}

	@Override
	public void read(ChannelHandlerContext context) {
		if (!this.shut) {
			context.read();
		}
	}

	/**
	 * Leave datagrams to the other workers, or read them again.
	 * @param suspended whether to leave them
	 */
	public void suspend(boolean suspended) {
		if (suspended) {
			shut(() -> {
			});
			return;
		}
		this.channel.eventLoop().execute(() -> {
			this.shut = false;
			this.channel.config().setAutoRead(true);
		});
	}

	/**
	 * Stop reading, and leave further datagrams to the other workers. Datagrams that were
	 * read can still be answered.
	 * @param whenShut runs on the event loop after reading has stopped
	 */
	public void shut(Runnable whenShut) {
		this.channel.eventLoop().execute(() -> {
			this.shut = true;
			// Only a change to false makes Netty drop a read that is pending
			ChannelConfig config = this.channel.config();
			config.setAutoRead(true);
			config.setAutoRead(false);
			whenShut.run();
		});
	}

}
