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

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannelConfig;

/**
 * The configuration of a channel whose socket belongs to the master: it keeps the options
 * of the channel, and accepts but ignores the options of the socket, except the size of
 * the receive buffers.
 */
final class AdoptedServerChannelConfig extends DefaultChannelConfig implements ServerSocketChannelConfig {

	private final AdoptedServerChannel server;

	private final Runnable onAutoReadCleared;

	AdoptedServerChannelConfig(AdoptedServerChannel server, Runnable onAutoReadCleared) {
		super(server);
		this.server = server;
		this.onAutoReadCleared = onAutoReadCleared;
	}

	@Override
	public <T> boolean setOption(ChannelOption<T> option, T value) {
		if (option.equals(ChannelOption.SO_RCVBUF)) {
			setReceiveBufferSize((Integer) value);
			return true;
		}
		super.setOption(option, value);
		return true;
	}

	@Override
	protected void autoReadCleared() {
		this.onAutoReadCleared.run();
	}

	@Override
	public int getBacklog() {
		return 0;
	}

	@Override
	public ServerSocketChannelConfig setBacklog(int backlog) {
		return this;
	}

	@Override
	public boolean isReuseAddress() {
		return true;
	}

	@Override
	public ServerSocketChannelConfig setReuseAddress(boolean reuseAddress) {
		return this;
	}

	@Override
	public int getReceiveBufferSize() {
		return 0;
	}

	@Override
	public ServerSocketChannelConfig setReceiveBufferSize(int receiveBufferSize) {
		this.server.receiveBufferSize(receiveBufferSize);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
		return this;
	}

	@Override
	@Deprecated
	public ServerSocketChannelConfig setMaxMessagesPerRead(int maxMessagesPerRead) {
		super.setMaxMessagesPerRead(maxMessagesPerRead);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setConnectTimeoutMillis(int connectTimeoutMillis) {
		super.setConnectTimeoutMillis(connectTimeoutMillis);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setWriteSpinCount(int writeSpinCount) {
		super.setWriteSpinCount(writeSpinCount);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
		super.setAllocator(allocator);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
		super.setRecvByteBufAllocator(allocator);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setAutoRead(boolean autoRead) {
		super.setAutoRead(autoRead);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
		super.setMessageSizeEstimator(estimator);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setWriteBufferHighWaterMark(int mark) {
		super.setWriteBufferHighWaterMark(mark);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setWriteBufferLowWaterMark(int mark) {
		super.setWriteBufferLowWaterMark(mark);
		return this;
	}

	@Override
	public ServerSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark mark) {
		super.setWriteBufferWaterMark(mark);
		return this;
	}

}
