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

package io.clusterboot.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Clients that send a fixed number of requests per second over kept connections, however
 * fast the answers are. The time of an answer counts from the moment that its request was
 * due, so a server that stops for a while does not hide how many it let wait.
 */
public final class PacedLoad implements Closeable {

	private static final int CONNECTIONS = 16;

	private static final int PERCENTILE = 99;

	private final int port;

	private final String path;

	private final long interval;

	private final long start = System.nanoTime();

	private final AtomicLong next = new AtomicLong();

	private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

	private final List<Thread> clients = new ArrayList<>();

	private volatile boolean ended;

	private PacedLoad(int port, String path, int perSecond) {
		this.port = port;
		this.path = path;
		this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
	}

	/**
	 * Begin to send requests.
	 * @param port the port of the server
	 * @param path what it is asked for
	 * @param perSecond the number of requests per second
	 * @return the clients, which end when it is closed
	 */
	public static PacedLoad start(int port, String path, int perSecond) {
		PacedLoad load = new PacedLoad(port, path, perSecond);
		for (int i = 0; i < CONNECTIONS; i++) {
			Thread client = new Thread(load::run, "client " + i);
			client.setDaemon(true);
			client.start();
			load.clients.add(client);
		}
		return load;
	}

	private void run() {
		HttpConnection connection = null;
		while (!this.ended) {
			long due = this.start + this.next.getAndIncrement() * this.interval;
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			connection = send(connection, due);
		}
		close(connection);
	}

	/**
	 * Send a request.
	 * @return the connection for the next one
	 */
	private @Nullable HttpConnection send(@Nullable HttpConnection kept, long due) {
		HttpConnection connection = kept;
		try {
			if (connection == null) {
				connection = new HttpConnection(this.port, this.path);
			}
			HttpConnection.Answer answer = connection.get();
			this.requests.add(new Request(due, System.nanoTime() - due, answer.status() == 200, ""));
			if (!answer.last()) {
				return connection;
			}
		}
		catch (IOException ex) {
			this.requests.add(new Request(due, System.nanoTime() - due, false, ex.toString()));
		}
		close(connection);
		return null;
	}

	private static void close(@Nullable HttpConnection connection) {
		if (connection != null) {
			try {
				connection.close();
			}
			catch (IOException ex) {
				System.out.printf("A connection did not close: %s%n", ex);
			}
		}
	}

	/**
	 * Return how requests were answered.
	 * @param from the requests from this moment on, a value of {@link System#nanoTime()}
	 * @param to the requests before this moment
	 * @return the outcome
	 */
	public Outcome between(long from, long to) {
		List<Request> all = this.requests.stream()
			.filter((request) -> request.due() - from >= 0 && request.due() - to < 0)
			.toList();
		List<Request> failed = all.stream().filter((request) -> !request.good()).toList();
		if (!failed.isEmpty()) {
			System.out.printf("  %d of %d requests failed, the first one: %s%n", failed.size(), all.size(),
					failed.get(0).failure());
		}
		long[] nanos = all.stream().mapToLong(Request::nanos).sorted().toArray();
		double p99 = (nanos.length == 0) ? Double.NaN : nanos[(int) ((long) nanos.length * PERCENTILE / 100)] / 1e6;
		return new Outcome(all.size(), failed.size(), p99);
	}

	@Override
	public void close() {
		this.ended = true;
		for (Thread client : this.clients) {
			try {
				client.join(Duration.ofSeconds(20).toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * How requests were answered.
	 *
	 * @param requests their number
	 * @param failed the number of those that had no good answer
	 * @param p99 milliseconds that 99 % of them took at most
	 */
	public record Outcome(int requests, int failed, double p99) {

	}

	private record Request(long due, long nanos, boolean good, String failure) {

	}

}
