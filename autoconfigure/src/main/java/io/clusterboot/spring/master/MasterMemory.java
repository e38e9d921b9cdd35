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

package io.clusterboot.spring.master;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.ClassUtils;

/**
 * Gives back the memory that the master needed to start, and to replace or add workers,
 * once the cluster serves and no worker came or went for some seconds. The work is done
 * in steps, on a thread of its own that ends with the last one. Thread-safe.
 */
final class MasterMemory implements ClusterListener, Closeable {

	/**
	 * How long no worker comes or goes before each step. The JVM frees what its compilers
	 * used within 5 seconds.
	 */
	private static final Duration QUIET = Duration.ofSeconds(6);

	private static final Logger logger = LoggerFactory.getLogger(MasterMemory.class);

	private final Duration quiet;

	private final List<Runnable> steps;

	private boolean serves;

	private int next;

	private long due;

	private @Nullable Thread waiting;

	MasterMemory(Duration quiet, List<Runnable> steps) {
		this.quiet = quiet;
		this.steps = steps;
	}

	/**
	 * Create an instance, which does nothing in a JVM without the management beans.
	 */
	static MasterMemory ofThisProcess() {
		boolean manageable = ClassUtils.isPresent("java.lang.management.ManagementFactory", null)
				&& ClassUtils.isPresent("com.sun.management.HotSpotDiagnosticMXBean", null);
		return new MasterMemory(QUIET, manageable ? HotSpotMemory.ofThisProcess().releaseSteps() : List.of());
	}

	@Override
	public synchronized void onEvent(ClusterEvent event) {
		this.serves |= event instanceof ClusterEvent.Serving;
		if (this.serves && !this.steps.isEmpty() && (event instanceof ClusterEvent.Serving
				|| event instanceof ClusterEvent.Ready || event instanceof ClusterEvent.Exited)) {
			this.next = 0;
			this.due = System.nanoTime() + this.quiet.toNanos();
			if (this.waiting == null) {
				this.waiting = new Thread(this::run, "cluster-memory");
				this.waiting.setDaemon(true);
				this.waiting.start();
			}
		}
	}

	private void run() {
		try {
			for (Runnable step = awaitStep(); step != null; step = awaitStep()) {
				step.run();
			}
		}
		catch (InterruptedException ex) {
			// The cluster ends
			ended();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("Memory cannot be given back", ex);
			ended();
		}
	}

	private synchronized @Nullable Runnable awaitStep() throws InterruptedException {
		if (this.next == this.steps.size()) {
			ended();
			return null;
		}
		for (long left = this.due - System.nanoTime(); left > 0; left = this.due - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		this.due = System.nanoTime() + this.quiet.toNanos();
		return this.steps.get(this.next++);
	}

	private synchronized void ended() {
		this.waiting = null;
	}

	synchronized boolean isWaiting() {
		return this.waiting != null;
	}

	@Override
	public synchronized void close() {
		this.serves = false;
		if (this.waiting != null) {
			this.waiting.interrupt();
		}
	}

}
