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

import java.util.Iterator;
import java.util.concurrent.TimeUnit;

import io.netty.channel.AbstractEventLoopGroup;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;

/**
 * The event loops of the connections of {@link AdoptedServerChannel servers}.
 * <p>
 * Where there is one processor and connections end soon, the loop that accepts a
 * connection serves it, too: another loop would cost a wake-up and gain nothing.
 * Connections that stay are spread over the loops, so that a slow handler holds up only
 * some of them.
 * <p>
 * May be used from any thread.
 */
final class AcceptingLoopGroup extends AbstractEventLoopGroup {

	private final EventLoopGroup loops;

	private final Admission admission;

	private final int processors;

	/**
	 * Create a new instance.
	 * @param loops the event loops, which stay the caller's
	 * @param admission knows whether connections end soon
	 * @param processors the number of processors of this process
	 */
	AcceptingLoopGroup(EventLoopGroup loops, Admission admission, int processors) {
		this.loops = loops;
		this.admission = admission;
		this.processors = processors;
	}

	@Override
	public ChannelFuture register(Channel channel) {
		return loopsOf(channel).register(channel);
	}

	@Override
	public ChannelFuture register(ChannelPromise promise) {
		return loopsOf(promise.channel()).register(promise);
	}

	@Override
	@Deprecated
	public ChannelFuture register(Channel channel, ChannelPromise promise) {
		return loopsOf(channel).register(channel, promise);
	}

	private EventLoopGroup loopsOf(Channel channel) {
		return (this.processors == 1 && this.admission.hasBriefConnections()
				&& channel.parent() instanceof AdoptedServerChannel server) ? server.eventLoop() : this.loops;
	}

	@Override
	public EventLoop next() {
		return this.loops.next();
	}

	@Override
	public Iterator<EventExecutor> iterator() {
		return this.loops.iterator();
	}

	@Override
	public boolean isShuttingDown() {
		return this.loops.isShuttingDown();
	}

	@Override
	public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
		return this.loops.shutdownGracefully(quietPeriod, timeout, unit);
	}

	@Override
	public Future<?> terminationFuture() {
		return this.loops.terminationFuture();
	}

	@Override
	@Deprecated
	public void shutdown() {
		this.loops.shutdown();
	}

	@Override
	public boolean isShutdown() {
		return this.loops.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.loops.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.loops.awaitTermination(timeout, unit);
	}

}
