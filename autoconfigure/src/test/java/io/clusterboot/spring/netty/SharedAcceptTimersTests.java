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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.spring.settings.WorkerSettings;
import io.clusterboot.spring.testing.FakeMaster;
import io.clusterboot.spring.testing.FakeMaster.Policy;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The timers of an {@link AdoptedServerChannel} that accepts on a shared socket.
 */
@Timeout(60)
class SharedAcceptTimersTests {

	private final ScoreboardView scoreboard = ScoreboardView.of(ScoreboardRow.unshared(), ScoreboardRow.unshared(),
			List.of());

	private final Deque<Closeable> opened = new ArrayDeque<>();

	private final RecordingLoops loops = new RecordingLoops();

	private AdoptedServerChannel server;

	@BeforeEach
	void serve() throws Exception {
		FakeMaster master = FakeMaster.start(Policy.SHARED);
		this.opened.push(master);
		this.server = new AdoptedServerChannel(master.join().adopt(master.address(), 0),
				Admission.of(this.scoreboard, SchedulingPolicy.SHARED,
						new ConnectionLimit(this.scoreboard, WorkerSettings.UNLIMITED, WorkerSettings.UNLIMITED)));
		this.loops.register(this.server).sync();
		this.server.bind(master.address()).sync();
		onTheLoop(() -> assertThat(this.scoreboard.own().isAccepting()).isTrue());
		assertThat(this.loops.periodic).singleElement().satisfies((task) -> assertThat(task.isDone()).isFalse());
	}

	@AfterEach
	void close() throws Exception {
		this.loops.shutdownGracefully(0, 30, TimeUnit.SECONDS).sync();
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	@Test
	void serverThatClosesWithoutDrainingLeavesNoTimer() throws Exception {
		this.server.close().sync();
		assertThat(this.loops.periodic).allMatch(Future::isCancelled);
		assertThat(this.scoreboard.own().isAccepting()).isFalse();
	}

	@Test
	void serverThatDrainsAndClosesLeavesNoTimer() throws Exception {
		this.server.config().setAutoRead(false);
		onTheLoop(() -> assertThat(this.scoreboard.own().isAccepting()).isFalse());
		assertThat(this.loops.periodic).allMatch(Future::isCancelled);
		this.server.close().sync();
		assertThat(this.loops.periodic).hasSize(1);
	}

	@Test
	void serverThatAcceptsAgainHasOneTimer() throws Exception {
		this.server.config().setAutoRead(false);
		onTheLoop(() -> assertThat(this.scoreboard.own().isAccepting()).isFalse());
		this.server.config().setAutoRead(true);
		onTheLoop(() -> assertThat(this.scoreboard.own().isAccepting()).isTrue());
		assertThat(this.loops.periodic).hasSize(2).filteredOn((task) -> !task.isCancelled()).hasSize(1);
		this.server.close().sync();
		assertThat(this.loops.periodic).allMatch(Future::isCancelled);
	}

	/**
	 * Do something after all that the event loop has to do.
	 */
	private void onTheLoop(Runnable task) throws Exception {
		this.server.eventLoop().submit(task).sync();
	}

	/**
	 * One event loop that records what is scheduled again and again.
	 */
	private static final class RecordingLoops extends MultiThreadIoEventLoopGroup {

		private final Queue<Future<?>> periodic = new ConcurrentLinkedQueue<>();

		RecordingLoops() {
			super(1, EpollIoHandler.newFactory());
		}

		@Override
		protected IoEventLoop newChild(Executor executor, IoHandlerFactory ioHandlerFactory, Object... args) {
			return new SingleThreadIoEventLoop(this, executor, ioHandlerFactory) {

				@Override
				public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay,
						TimeUnit unit) {
					ScheduledFuture<?> task = super.scheduleWithFixedDelay(command, initialDelay, delay, unit);
					RecordingLoops.this.periodic.add(task);
					return task;
				}

			};
		}

	}

}
