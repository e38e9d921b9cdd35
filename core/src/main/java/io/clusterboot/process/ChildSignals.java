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

package io.clusterboot.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends signals to one child, in the order in which they are given. SIGTERM and SIGKILL
 * are system calls of the JDK and are sent by the caller; the others need a process of
 * their own, which a single daemon thread starts and waits for.
 * <p>
 * May be used from any thread. SIGTERM joins the queue while another signal is in it;
 * SIGKILL never waits, since it makes every signal before it irrelevant.
 */
final class ChildSignals {

	private static final Logger logger = LoggerFactory.getLogger(ChildSignals.class);

	private static final Executor THREAD = newThread();

	private final ProcessHandle process;

	private final KillCommand command;

	private final Executor thread;

	private int queued;

	ChildSignals(ProcessHandle process) {
		this(process, ShellKill.INSTANCE, THREAD);
	}

	/**
	 * Create a sender.
	 * @param command called on the thread
	 * @param thread runs its tasks one at a time, in order
	 */
	ChildSignals(ProcessHandle process, KillCommand command, Executor thread) {
		this.process = process;
		this.command = command;
		this.thread = thread;
	}

	private static Executor newThread() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "clusterboot-signals");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Send a signal without blocking.
	 * @return the result, on the thread that sent the signal; a failure is logged too
	 */
	CompletableFuture<Signal.Delivery> send(Signal signal) {
		if (!mustQueue(signal)) {
			return CompletableFuture.completedFuture(signal.sendTo(this.process, this.command));
		}
		CompletableFuture<Signal.Delivery> result = new CompletableFuture<>();
		this.thread.execute(() -> sendQueued(signal, result));
		return result;
	}

	private synchronized boolean mustQueue(Signal signal) {
		boolean queue = !signal.isSentByTheJdk() || (signal != Signal.SIGKILL && this.queued > 0);
		if (queue) {
			this.queued++;
		}
		return queue;
	}

	private void sendQueued(Signal signal, CompletableFuture<Signal.Delivery> result) {
		try {
			Signal.Delivery delivery = signal.sendTo(this.process, this.command);
			dequeued();
			result.complete(delivery);
		}
		catch (RuntimeException ex) {
			logger.warn("{} was not sent to process {}: {}", signal, this.process.pid(), ex.getMessage());
			dequeued();
			result.completeExceptionally(ex);
		}
	}

	private synchronized void dequeued() {
		this.queued--;
	}

	/**
	 * Send a signal and wait until it is sent.
	 */
	Signal.Delivery sendAndWait(Signal signal) {
		try {
			return send(signal).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw ex;
		}
	}

}
