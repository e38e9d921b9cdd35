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

package io.clusterboot.spring.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.clusterboot.cluster.worker.WorkerListener;
import io.clusterboot.spring.drain.TrafficCount;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * Ends a worker process: when the master asks for it or is gone, it closes the listening
 * descriptors, then the contexts, which drains the server, and exits; when the
 * application ends by itself, it exits after that. It runs on threads of its own, so that
 * an application whose threads are all busy ends too, and halts the process when that
 * takes longer than the drain timeout and a margin.
 */
final class WorkerExit implements WorkerListener {

	/**
	 * Margin beyond the drain timeout after which the process is halted.
	 */
	private static final Duration GRACE = Duration.ofSeconds(3);

	/**
	 * Exit code of a worker that was halted.
	 */
	private static final int HALTED = 70;

	private static final Logger logger = LoggerFactory.getLogger(WorkerExit.class);

	private final Duration drainTimeout;

	private final TrafficCount traffic;

	private final List<ApplicationContext> contexts = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> begin = new CompletableFuture<>();

	private final AtomicBoolean begun = new AtomicBoolean();

	WorkerExit(Duration drainTimeout, TrafficCount traffic) {
		this.drainTimeout = drainTimeout;
		this.traffic = traffic;
	}

	/**
	 * Return whether this process has begun to end, by {@link #begin()} or by a signal.
	 */
	boolean hasBegun() {
		return this.begun.get() || isShuttingDown();
	}

	private static boolean isShuttingDown() {
		try {
			Runtime.getRuntime().removeShutdownHook(new Thread());
			return false;
		}
		catch (IllegalStateException ex) {
			// The JDK offers no other way to ask
			return true;
		}
	}

	/**
	 * Run a task when the process begins to end: at once when the master asks for the end
	 * or is gone, before the context is closed, which may take a while until it comes to
	 * the server.
	 */
	void onBegin(Runnable task) {
		this.begin.thenRun(task);
	}

	void attach(ApplicationContext context) {
		this.contexts.add(context);
	}

	/**
	 * Return whether a context is the application's: the first one that was attached.
	 * Before that, every context may become it.
	 */
	boolean isApplication(@Nullable ApplicationContext context) {
		return this.contexts.isEmpty() || this.contexts.get(0) == context;
	}

	/**
	 * Return whether the end of this process was requested, or announced as the end of
	 * the application.
	 */
	boolean isRequested() {
		return this.begun.get();
	}

	/**
	 * Begin to end the process, without waiting for the end.
	 * @return {@code false} if the end had begun before
	 */
	boolean begin() {
		return beginWith(this::closeAndExit);
	}

	/**
	 * Exit when the application has ended by itself, which it has begun to do.
	 * @param end the end of the application
	 */
	void exitAfter(ApplicationEnd end) {
		beginWith(() -> {
			int code = end.await(this.drainTimeout);
			this.traffic.cut();
			System.exit(code);
		});
	}

	private boolean beginWith(Runnable exit) {
		if (!this.begun.compareAndSet(false, true)) {
			return false;
		}
		this.traffic.drain();
		this.begin.complete(null);
		Thread watchdog = new Thread(this::haltAfterDeadline, "cluster-watchdog");
		watchdog.setDaemon(true);
		watchdog.start();
		new Thread(exit, "cluster-exit").start();
		return true;
	}

	@Override
	public void stopRequested() {
		logger.info("The master asks this worker to end");
		begin();
	}

	@Override
	public void masterGone() {
		if (begin()) {
			logger.warn("The master is gone; finishing what is in flight, then ending");
		}
	}

	private void closeAndExit() {
		int code = 0;
		for (ApplicationContext context : this.contexts) {
			code = Math.max(code, SpringApplication.exit(context));
		}
		this.traffic.cut();
		System.exit(code);
	}

	private void haltAfterDeadline() {
		Duration deadline = this.drainTimeout.plus(GRACE);
		try {
			if (!new CountDownLatch(1).await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.error("This worker has not ended {} ms after it began to; halting it", deadline.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.traffic.cut();
		Runtime.getRuntime().halt(HALTED);
	}

}
