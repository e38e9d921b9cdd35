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

package io.clusterboot.benchmarks.ipc;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.benchmarks.process.ProcessorTime;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.MessageListener;
import io.clusterboot.process.Registration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps a number of messages in flight to a child that sends them back. The thread that
 * receives one sends the next.
 */
final class RoundTrips implements MessageListener {

	private static final int MESSAGE_SIZE = 100;

	private static final int ANSWER_SECONDS = 30;

	private final Payload message = Payload.ofSize(MESSAGE_SIZE);

	private final CompletableFuture<Long> end = new CompletableFuture<>();

	private final ChildProcess child;

	private final long nanos;

	private final long[] sendTimes;

	private long[] times = new long[64 * 1024];

	private int sent;

	private int received;

	private long start;

	RoundTrips(ChildProcess child, int inFlight, long nanos) {
		this.child = child;
		this.nanos = nanos;
		this.sendTimes = new long[inFlight];
	}

	Measurement run() throws Exception {
		Registration registration = this.child.onMessage(this);
		try (registration) {
			ProcessorTime cpu = ProcessorTime.start(ProcessHandle.current().pid(), this.child.pid());
			begin();
			long elapsed = this.end.get(TimeUnit.NANOSECONDS.toSeconds(this.nanos) + ANSWER_SECONDS, TimeUnit.SECONDS);
			return measurement(elapsed, cpu);
		}
	}

	private synchronized Measurement measurement(long elapsed, ProcessorTime cpu) throws IOException {
		double cpuMicros = cpu.microsPerOperation(this.received);
		long[] sorted = Arrays.copyOf(this.times, this.received);
		Arrays.sort(sorted);
		return Measurement.of(this.received * 1e9 / elapsed, cpuMicros, sorted);
	}

	private synchronized void begin() {
		this.start = System.nanoTime();
		for (int i = 0; i < this.sendTimes.length; i++) {
			send();
		}
	}

	private void send() {
		this.sendTimes[this.sent++ % this.sendTimes.length] = System.nanoTime();
		this.child.send(this.message);
	}

	@Override
	public synchronized void message(JsonNode message, @Nullable ReceivedHandle handle) {
		long now = System.nanoTime();
		if (this.received == this.times.length) {
			this.times = Arrays.copyOf(this.times, this.received * 2);
		}
		this.times[this.received] = now - this.sendTimes[this.received % this.sendTimes.length];
		this.received++;
		if (now - this.start < this.nanos) {
			send();
		}
		else if (this.received == this.sent) {
			this.end.complete(now - this.start);
		}
	}

}
