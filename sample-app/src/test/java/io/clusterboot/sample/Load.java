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

package io.clusterboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Clients that ask without a pause until they are closed, some on connections they keep,
 * some on a new connection for each request, and that remember what went wrong.
 */
final class Load implements AutoCloseable {

	private static final String PATH = "/slow?ms=5";

	private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(90);

	private final SampleClient client;

	private final List<Thread> threads = new ArrayList<>();

	private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

	private final Map<Long, AtomicInteger> answers = new ConcurrentHashMap<>();

	private final CountDownLatch warm;

	private volatile boolean closed;

	private Load(SampleClient client, int keeping, int renewing) {
		this.client = client;
		this.warm = new CountDownLatch(keeping + renewing);
		for (int i = 0; i < keeping; i++) {
			this.threads.add(new Thread(this::keepConnection, "load-keep-" + i));
		}
		for (int i = 0; i < renewing; i++) {
			this.threads.add(new Thread(this::renewConnection, "load-renew-" + i));
		}
	}

	/**
	 * Start the clients, and wait until each has been answered.
	 * @param client where to ask
	 * @param keeping how many keep their connection
	 * @param renewing how many open a connection for each request
	 */
	static Load start(SampleClient client, int keeping, int renewing) {
		Load load = new Load(client, keeping, renewing);
		load.threads.forEach(Thread::start);
		try {
			if (!load.warm.await(ANSWER_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
				load.close();
				throw new AssertionError("Not all clients are answered; failures: " + load.failures);
			}
		}
		catch (InterruptedException ex) {
			load.close();
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
		return load;
	}

	private void keepConnection() {
		boolean first = true;
		while (!this.closed) {
			Long pid = null;
			KeptConnection connection = connect();
			if (connection != null) {
				try (connection) {
					while (!this.closed && connection.usable()) {
						pid = ask(connection, pid);
						first = warmed(first);
					}
				}
			}
		}
	}

	private void renewConnection() {
		boolean first = true;
		while (!this.closed) {
			KeptConnection connection = connect();
			if (connection != null) {
				try (connection) {
					ask(connection, null);
					first = warmed(first);
				}
			}
		}
	}

	private boolean warmed(boolean first) {
		if (first) {
			this.warm.countDown();
		}
		return false;
	}

	private @Nullable KeptConnection connect() {
		long start = System.nanoTime();
		try {
			return this.client.keepConnection().answerDeadline(ANSWER_DEADLINE);
		}
		catch (UncheckedIOException ex) {
			this.failures.add(new Failure(null, start, System.nanoTime(), ex.getCause()));
			return null;
		}
	}

	private @Nullable Long ask(KeptConnection connection, @Nullable Long pid) {
		long start = System.nanoTime();
		try {
			long answered = connection.servedBy(PATH).pid();
			this.answers.computeIfAbsent(answered, (ignored) -> new AtomicInteger()).incrementAndGet();
			return answered;
		}
		catch (UncheckedIOException ex) {
			this.failures.add(new Failure(pid, start, System.nanoTime(), ex.getCause()));
			connection.spoil();
			return pid;
		}
	}

	int clients() {
		return this.threads.size();
	}

	/**
	 * How many answers a worker gave.
	 */
	int answers(long pid) {
		AtomicInteger count = this.answers.get(pid);
		return (count != null) ? count.get() : 0;
	}

	List<Failure> failures() {
		return List.copyOf(this.failures);
	}

	/**
	 * Let each client finish its request, and end.
	 */
	@Override
	public void close() {
		this.closed = true;
		for (Thread thread : this.threads) {
			try {
				thread.join(ANSWER_DEADLINE.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError(ex);
			}
			if (thread.isAlive()) {
				throw new AssertionError(thread.getName() + " has not ended");
			}
		}
	}

	/**
	 * A request that was not answered, or a connection that could not be opened.
	 *
	 * @param pid the worker that the connection belongs to, {@code null} if it never
	 * answered
	 * @param startNanos when the request, or the attempt to connect, began
	 * @param endNanos when it failed
	 * @param cause how
	 */
	record Failure(@Nullable Long pid, long startNanos, long endNanos, IOException cause) {

		boolean refused() {
			return this.cause instanceof ConnectException;
		}

	}

}
