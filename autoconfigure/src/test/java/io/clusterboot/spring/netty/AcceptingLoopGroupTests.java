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

import java.io.Closeable;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.cluster.worker.ConnectionRate;
import io.clusterboot.spring.settings.WorkerSettings;
import io.clusterboot.spring.testing.FakeMaster;
import io.clusterboot.spring.testing.FakeMaster.Policy;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptingLoopGroup}, with connections of a real server.
 */
@Timeout(120)
class AcceptingLoopGroupTests {

	private final ScoreboardView scoreboard = ScoreboardView.of(ScoreboardRow.unshared(), ScoreboardRow.unshared(),
			List.of());

	private final Admission admission = Admission.of(this.scoreboard, SchedulingPolicy.SHARED,
			new ConnectionLimit(this.scoreboard, WorkerSettings.UNLIMITED, WorkerSettings.UNLIMITED));

	private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());

	private final BlockingQueue<EventLoop> served = new LinkedBlockingQueue<>();

	private final Deque<Closeable> opened = new ArrayDeque<>();

	private FakeMaster master;

	private AdoptedServerChannel server;

	@AfterEach
	void close() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
		this.loops.shutdownGracefully(0, 30, TimeUnit.SECONDS).sync();
	}

	@Test
	void briefConnectionsStayOnTheLoopThatAccepts() throws Exception {
		serve(1);
		manyWereServed();
		assertThat(loopsOf(6)).containsOnly(this.server.eventLoop());
	}

	@Test
	void connectionsThatStayAreSpread() throws Exception {
		serve(1);
		assertThat(loopsOf(6)).containsExactlyInAnyOrderElementsOf(eachLoop(3));
	}

	@Test
	void briefConnectionsAreSpreadOverSeveralProcessors() throws Exception {
		serve(2);
		manyWereServed();
		assertThat(loopsOf(6)).containsExactlyInAnyOrderElementsOf(eachLoop(3));
	}

	private void manyWereServed() {
		ConnectionRate rate = this.admission.rate();
		rate.beaten(0, 0);
		for (int i = 0; i < 1000; i++) {
			rate.served();
		}
		rate.beaten(Duration.ofMillis(100).toNanos(), 0);
	}

	private void serve(int processors) throws Exception {
		this.master = FakeMaster.start(Policy.SHARED);
		this.opened.push(this.master);
		this.server = new AdoptedServerChannel(this.master.join().adopt(this.master.address(), 0), this.admission);
		AcceptingLoopGroup group = new AcceptingLoopGroup(this.loops, this.admission, processors);
		this.server.pipeline().addLast(new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object connection) {
				group.register((Channel) connection)
					.addListener((registered) -> AcceptingLoopGroupTests.this.served
						.add(((Channel) connection).eventLoop()));
			}

		});
		this.loops.register(this.server).sync();
		this.server.bind(this.master.address()).sync();
	}

	/**
	 * Return the loops of new connections.
	 */
	private List<EventLoop> loopsOf(int count) throws Exception {
		List<EventLoop> loops = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			this.opened.push(new Socket(this.master.address().getAddress(), this.master.address().getPort()));
			loops.add(this.served.poll(60, TimeUnit.SECONDS));
		}
		return loops;
	}

	private List<EventLoop> eachLoop(int times) {
		List<EventLoop> all = new ArrayList<>();
		this.loops.forEach((loop) -> all.addAll(Collections.nCopies(times, (EventLoop) loop)));
		return all;
	}

}
