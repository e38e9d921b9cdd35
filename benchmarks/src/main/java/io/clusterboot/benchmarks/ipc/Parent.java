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
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.benchmarks.process.ProcessorTime;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Sent;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ForkOptions;
import io.clusterboot.process.Registration;
import io.netty.channel.unix.Socket;
import tools.jackson.databind.JsonNode;

/**
 * One trial between two of our processes: {@code <scenario> <value> <warm-up ms>
 * <measured ms>}.
 */
final class Parent {

	private static final int ANSWER_SECONDS = 30;

	private static final int BACKLOG = 16;

	/**
	 * Up to here the reader's thread sends the next burst itself; more would keep it from
	 * the answers.
	 */
	private static final int SMALL_BURST = 16;

	private final Scenario scenario;

	private final int value;

	private Parent(Scenario scenario, int value) {
		this.scenario = scenario;
		this.value = value;
	}

	public static void main(String[] args) throws Exception {
		Parent parent = new Parent(Scenario.of(args[0]), Integer.parseInt(args[1]));
		long warmUp = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
		long measured = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
		parent.run(warmUp, measured).print();
	}

	private Measurement run(long warmUp, long measured) throws Exception {
		if (this.scenario == Scenario.FORKS) {
			forks(warmUp);
			return forks(measured);
		}
		ChildProcess child = fork();
		try {
			trial(child, warmUp);
			return trial(child, measured);
		}
		finally {
			end(child);
		}
	}

	private ChildProcess fork() {
		return ChildProcess.fork(Child.class, List.of(this.scenario.toString(), Integer.toString(this.value)),
				ForkOptions.defaults());
	}

	private static void end(ChildProcess child) throws InterruptedException {
		child.disconnect();
		try {
			child.onExit().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
		}
		finally {
			child.close();
		}
	}

	private Measurement trial(ChildProcess child, long nanos) throws Exception {
		return switch (this.scenario) {
			case ONE_WAY -> oneWay(child, nanos);
			case ROUND_TRIPS -> new RoundTrips(child, this.value, nanos).run();
			case HANDLES -> handles(child, nanos);
			case FORKS -> throw new IllegalStateException("Every fork is a child of its own");
		};
	}

	private Measurement oneWay(ChildProcess child, long nanos) throws Exception {
		Payload message = Payload.ofSize(this.value);
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		Registration registration = child.onMessage((count, handle) -> answer.complete(count));
		try (registration) {
			ProcessorTime cpu = cpu(child);
			long start = System.nanoTime();
			int sent = 0;
			while (sent % 16 != 0 || System.nanoTime() - start < nanos) {
				sent++;
				Sent result = child.send(message);
				if (!result.writable()) {
					result.written().join();
				}
			}
			child.send(Map.of("end", sent));
			int received = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS).intValue();
			long elapsed = System.nanoTime() - start;
			if (received != sent + 1) {
				throw new IllegalStateException(
						"%d messages arrived (expected: %d, and one that ends them)".formatted(received, sent));
			}
			return measurement(sent, elapsed, cpu);
		}
	}

	private Measurement handles(ChildProcess child, long nanos) throws Exception {
		Socket server = Socket.newSocketStream();
		try (Handle handle = Handle.adopt(server.intValue())) {
			server.bind(new InetSocketAddress("127.0.0.1", 0));
			server.listen(BACKLOG);
			return (this.value <= SMALL_BURST) ? handlesFromReader(child, handle, nanos)
					: handlesFromHere(child, handle, nanos);
		}
	}

	private Measurement handlesFromReader(ChildProcess child, Handle handle, long nanos) throws Exception {
		CompletableFuture<Long> end = new CompletableFuture<>();
		ProcessorTime cpu = cpu(child);
		long start = System.nanoTime();
		int[] bursts = new int[1];
		Registration registration = child.onMessage((message, none) -> {
			bursts[0]++;
			long elapsed = System.nanoTime() - start;
			if (elapsed < nanos) {
				burst(child, handle);
			}
			else {
				end.complete(elapsed);
			}
		});
		try (registration) {
			burst(child, handle);
			long elapsed = end.get(ANSWER_SECONDS + TimeUnit.NANOSECONDS.toSeconds(nanos), TimeUnit.SECONDS);
			return measurement((long) bursts[0] * this.value, elapsed, cpu);
		}
	}

	private Measurement handlesFromHere(ChildProcess child, Handle handle, long nanos) throws Exception {
		BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
		Registration registration = child.onMessage((message, none) -> answers.add(message));
		try (registration) {
			ProcessorTime cpu = cpu(child);
			long start = System.nanoTime();
			long elapsed = 0;
			long sent = 0;
			while (elapsed < nanos) {
				burst(child, handle);
				sent += this.value;
				if (answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS) == null) {
					throw new IllegalStateException("The child did not receive all handles");
				}
				elapsed = System.nanoTime() - start;
			}
			return measurement(sent, elapsed, cpu);
		}
	}

	private static ProcessorTime cpu(ChildProcess child) throws IOException {
		return ProcessorTime.start(ProcessHandle.current().pid(), child.pid());
	}

	private static Measurement measurement(long operations, long elapsed, ProcessorTime cpu) throws IOException {
		return new Measurement(operations * 1e9 / elapsed, cpu.microsPerOperation(operations), null, null);
	}

	private void burst(ChildProcess child, Handle handle) {
		for (int i = 0; i < this.value; i++) {
			child.send("handle", handle, HandleType.NET_NATIVE);
		}
	}

	private Measurement forks(long nanos) throws Exception {
		List<Long> times = new ArrayList<>();
		long start = System.nanoTime();
		do {
			long begin = System.nanoTime();
			CompletableFuture<Long> first = new CompletableFuture<>();
			ChildProcess child = fork();
			Registration registration = child.onMessage((message, handle) -> first.complete(System.nanoTime()));
			try (registration) {
				times.add(first.get(ANSWER_SECONDS, TimeUnit.SECONDS) - begin);
			}
			finally {
				end(child);
			}
		}
		while (System.nanoTime() - start < nanos);
		times.sort(null);
		return new Measurement(1e9 / times.get(times.size() / 2), 0, null, null);
	}

}
