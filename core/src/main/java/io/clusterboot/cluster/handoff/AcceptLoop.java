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

package io.clusterboot.cluster.handoff;

import java.io.Closeable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.loop.ControlLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop on which the master accepts: one thread, which waits for listening sockets,
 * tasks and timers.
 */
public final class AcceptLoop implements ControlLoop, Closeable {

	private static final int CLOSE_TIMEOUT_SECONDS = 5;

	private static final Logger logger = LoggerFactory.getLogger(AcceptLoop.class);

	private final MultiThreadIoEventLoopGroup group;

	private final IoEventLoop loop;

	/**
	 * What the loop watches, or has watched. Used on the loop only.
	 */
	private final Set<EpollIoHandle> watched = Collections.newSetFromMap(new WeakHashMap<>());

	private AcceptLoop(MultiThreadIoEventLoopGroup group) {
		this.group = group;
		this.loop = group.next();
	}

	/**
	 * Start the loop.
	 * @param name the name of the thread
	 * @return the loop, to be closed by the caller
	 */
	public static AcceptLoop start(String name) {
		return new AcceptLoop(new MultiThreadIoEventLoopGroup(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		}, EpollIoHandler.newFactory()));
	}

	@Override
	public void execute(Runnable task) {
		try {
			this.loop.execute(() -> run(task));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The accept loop has ended", ex);
		}
	}

	@Override
	public Timer schedule(Duration delay, Runnable task) {
		Future<?> future = this.loop.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A task of the accept loop failed", ex);
		}
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * Watch a descriptor. To be called on the loop.
	 * @param handle the descriptor, and what to do when it is ready
	 */
	IoRegistration register(EpollIoHandle handle) {
		this.watched.add(handle);
		return this.loop.register(handle).syncUninterruptibly().getNow();
	}

	/**
	 * Close what the loop watches, and end it. Netty closes that only if its loop does
	 * not end while it runs tasks.
	 */
	@Override
	public void close() {
		execute(() -> List.copyOf(this.watched).forEach(AcceptLoop::close));
		this.group.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	private static void close(EpollIoHandle handle) {
		try {
			handle.close();
		}
		catch (Exception ex) {
			logger.warn("Could not close {}", handle, ex);
		}
	}

}
