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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.clusterboot.sample.LoadClient.Outcome;

/**
 * Clients that send requests until they are closed, and record the failures.
 */
final class Load implements AutoCloseable {

	/**
	 * Some of all kinds.
	 */
	static final Map<Traffic, Integer> MIX = Map.of(Traffic.KEEP_ALIVE, 2, Traffic.IDLE, 3, Traffic.NEW_CONNECTION, 2,
			Traffic.SLOW, 3, Traffic.UPLOAD, 2, Traffic.EVENT_STREAM, 3, Traffic.WEB_SOCKET, 2, Traffic.HTTP_2, 3);

	/**
	 * How long a client waits after a failure, so that a server that is gone is not asked
	 * without end.
	 */
	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);

	/**
	 * How long a client waits after an answer. The load is there to notice a request that
	 * is lost, and leaves the processors to the processes that start and end meanwhile.
	 */
	private static final Duration PAUSE = Duration.ofMillis(30);

	private static final Duration WARM_UP_DEADLINE = SampleProcess.START_DEADLINE;

	private static final Duration END_DEADLINE = Http1Client.ANSWER_DEADLINE.plusSeconds(30);

	private final List<Thread> threads = new ArrayList<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final CountDownLatch warm;

	private final Tally tally = new Tally();

	private Load(SampleClient target, Map<Traffic, Integer> mix) {
		new TreeMap<>(mix).forEach((traffic, count) -> traffic.clients(target, count)
			.forEach((client) -> this.threads
				.add(new Thread(() -> run(traffic, client), "load-" + traffic + "-" + this.threads.size()))));
		this.warm = new CountDownLatch(this.threads.size());
	}

	/**
	 * Start a {@link #MIX} of clients, and wait until each has been answered.
	 * @param target where to ask
	 */
	static Load start(SampleClient target) {
		return start(target, MIX);
	}

	/**
	 * Start clients, and wait until each has been answered.
	 * @param target where to ask
	 * @param mix how many of each kind
	 */
	static Load start(SampleClient target, Map<Traffic, Integer> mix) {
		Load load = new Load(target, mix);
		load.threads.forEach(Thread::start);
		try {
			if (load.warm.await(WARM_UP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
				return load;
			}
			load.close();
			throw new AssertionError("Not all clients are answered: " + load.report());
		}
		catch (InterruptedException ex) {
			load.close();
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	private void run(Traffic traffic, LoadClient client) {
		boolean cold = true;
		try (client) {
			while (this.closed.getCount() > 0) {
				if (ask(traffic, client) && cold) {
					cold = false;
					this.warm.countDown();
				}
				pause(PAUSE);
			}
		}
	}

	private boolean ask(Traffic traffic, LoadClient client) {
		long start = System.nanoTime();
		try {
			Outcome outcome = client.ask();
			this.tally.answered(traffic, client.trace(), outcome);
			return true;
		}
		catch (IOException | RuntimeException | AssertionError ex) {
			Throwable cause = (ex instanceof UncheckedIOException unchecked) ? unchecked.getCause() : ex;
			this.tally.failed(new Failure(traffic, client.trace(), start, System.nanoTime(), cause));
			pause(PAUSE_AFTER_FAILURE);
			return false;
		}
	}

	private void pause(Duration duration) {
		try {
			if (this.closed.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	int clients() {
		return this.threads.size();
	}

	/**
	 * What has happened so far.
	 */
	Report report() {
		return this.tally.report();
	}

	List<Failure> failures() {
		return report().failures();
	}

	/**
	 * Wait until a number of requests has been answered, from now on.
	 */
	void awaitRequests(int count, Duration deadline) {
		this.tally.awaitTotal(report().total() + count, deadline);
	}

	/**
	 * Wait until a worker has answered.
	 */
	void awaitAnswerOf(long pid, Duration deadline) {
		this.tally.awaitAnswerOf(pid, deadline);
	}

	/**
	 * Let each client finish its request, and end.
	 */
	@Override
	public void close() {
		this.closed.countDown();
		for (Thread thread : this.threads) {
			try {
				thread.join(END_DEADLINE.toMillis());
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
	 * A request that was not answered as it should be, or a connection that could not be
	 * opened.
	 *
	 * @param traffic the kind of client
	 * @param trace what is known about the connection
	 * @param startNanos when the request, or the attempt to connect, began
	 * @param endNanos when it failed
	 * @param cause how
	 */
	record Failure(Traffic traffic, ConnectionTrace trace, long startNanos, long endNanos, Throwable cause) {

		boolean refused() {
			return this.cause instanceof ConnectException;
		}

		@Override
		public String toString() {
			return "%s request %d of a connection to pid %d, after %d ms and %d bytes: %s".formatted(this.traffic,
					this.trace.requests(), this.trace.workerPid(), (this.endNanos - this.startNanos) / 1_000_000,
					this.trace.received(), this.cause);
		}

	}

	/**
	 * What the clients of a load have seen.
	 *
	 * @param answered how many requests of each kind were answered as they should be
	 * @param letGo how many connections the server has ended in good order
	 * @param byWorker how many requests each process has answered
	 * @param failures the requests that were not answered as they should be, in order
	 */
	record Report(Map<Traffic, Integer> answered, Map<Traffic, Integer> letGo, Map<Long, Integer> byWorker,
			List<Failure> failures) {

		/**
		 * How many requests were answered.
		 */
		int total() {
			return this.answered.values().stream().mapToInt(Integer::intValue).sum();
		}

		@Override
		public String toString() {
			return "%d requests answered %s, %d connections let go %s, %d failures %s".formatted(total(), this.answered,
					this.letGo.values().stream().mapToInt(Integer::intValue).sum(), this.letGo, this.failures.size(),
					this.failures);
		}

	}

	/**
	 * Counts what the clients see, and wakes the threads that wait for it.
	 */
	private static final class Tally {

		private final Map<Traffic, Integer> answered = new EnumMap<>(Traffic.class);

		private final Map<Traffic, Integer> letGo = new EnumMap<>(Traffic.class);

		private final Map<Long, Integer> byWorker = new TreeMap<>();

		private final List<Failure> failures = new ArrayList<>();

		synchronized void answered(Traffic traffic, ConnectionTrace trace, Outcome outcome) {
			this.answered.merge(traffic, 1, Integer::sum);
			this.byWorker.merge(trace.workerPid(), 1, Integer::sum);
			if (outcome == Outcome.LET_GO && traffic != Traffic.NEW_CONNECTION) {
				this.letGo.merge(traffic, 1, Integer::sum);
			}
			notifyAll();
		}

		synchronized void failed(Failure failure) {
			this.failures.add(failure);
		}

		synchronized Report report() {
			return new Report(new EnumMap<>(this.answered), Map.copyOf(this.letGo), new TreeMap<>(this.byWorker),
					List.copyOf(this.failures));
		}

		void awaitTotal(int total, Duration deadline) {
			await(total + " requests", () -> report().total() >= total, deadline);
		}

		void awaitAnswerOf(long pid, Duration deadline) {
			await("an answer of process " + pid, () -> this.byWorker.containsKey(pid), deadline);
		}

		private synchronized void await(String expected, BooleanSupplier condition, Duration deadline) {
			long end = System.nanoTime() + deadline.toNanos();
			while (!condition.getAsBoolean()) {
				long left = end - System.nanoTime();
				if (left <= 0) {
					throw new AssertionError("Not within " + deadline + ": " + expected + ", but " + report());
				}
				try {
					wait(left / 1_000_000 + 1);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new AssertionError("Interrupted waiting for " + expected, ex);
				}
			}
		}

	}

}
