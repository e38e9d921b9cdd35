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

package io.clusterboot.benchmarks.scale;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.clusterboot.benchmarks.process.ProcessMemory;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.process.command.JavaCommand;
import tools.jackson.databind.node.StringNode;

/**
 * A master of small workers, which prints what they cost:
 * {@code <workers> <idle milliseconds>}.
 */
final class ScaleMaster {

	static final String IDLE = "idle";

	static final String MASTER = "master";

	static final String WORKER = "worker";

	static final String BROADCAST = "broadcast";

	private static final int BROADCASTS = 1000;

	private static final int DEADLINE_SECONDS = 60;

	private static final Duration DEADLINE = Duration.ofSeconds(DEADLINE_SECONDS);

	private final int workers;

	private final Semaphore online = new Semaphore(0);

	private final Semaphore answers = new Semaphore(0);

	private ScaleMaster(int workers) {
		this.workers = workers;
	}

	public static void main(String[] args) throws Exception {
		new ScaleMaster(Integer.parseInt(args[0])).run(Duration.ofMillis(Long.parseLong(args[1])));
	}

	private void run(Duration idle) throws Exception {
		MasterSettings settings = MasterSettings.of(this.workers).withTimeouts(DEADLINE, DEADLINE, DEADLINE);
		try (ClusterMaster master = ClusterMaster.create(settings, launch(), List.of(this::happened))) {
			for (int i = 0; i < this.workers; i++) {
				master.fork(Map.of());
			}
			await(this.online, "workers online");
			List<Integer> ids = master.workers().stream().map(WorkerInfo::id).toList();
			broadcasts(master, ids, BROADCASTS);
			print(BROADCAST, broadcasts(master, ids, BROADCASTS));
			print(IDLE, idle(idle));
			List<Long> pids = new ArrayList<>();
			master.workers().forEach((worker) -> pids.add(worker.pid()));
			print(WORKER, ProcessMemory.megabytes(pids) / this.workers);
			print(MASTER, ProcessMemory.megabytes(ProcessHandle.current().pid()));
			master.stop().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
		}
	}

	private static WorkerLaunch launch() {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		return WorkerLaunch.ofThisProcess()
			.withProgram(new WorkerProgram.Jvm(JavaCommand.parse(java,
					List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m",
							"-Dslf4j.internal.verbosity=ERROR", "-cp", System.getProperty("java.class.path"),
							ScaleWorker.class.getName()))));
	}

	private void happened(ClusterEvent event) {
		if (event instanceof ClusterEvent.Online) {
			this.online.release();
		}
		else if (event instanceof ClusterEvent.Message) {
			this.answers.release();
		}
	}

	private void await(Semaphore permits, String what) throws IOException, InterruptedException {
		if (!permits.tryAcquire(this.workers, DEADLINE_SECONDS, TimeUnit.SECONDS)) {
			throw new IOException("%d %s (expected: %d within %s)".formatted(permits.availablePermits(), what,
					this.workers, DEADLINE));
		}
	}

	/**
	 * Return how long it takes, in microseconds, until all workers have answered a
	 * message that was sent to all of them.
	 */
	private double broadcasts(ClusterMaster master, List<Integer> ids, int count)
			throws IOException, InterruptedException {
		long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			for (int id : ids) {
				master.send(id, StringNode.valueOf("ping"));
			}
			await(this.answers, "answers");
		}
		return (System.nanoTime() - start) / 1e3 / count;
	}

	/**
	 * Return the processor time of this process, in milliseconds per minute, while
	 * nothing happens.
	 */
	private static double idle(Duration time) throws IOException, InterruptedException {
		// The compilers finish what the messages before have left them to do
		new Semaphore(0).tryAcquire(time.toMillis() / 2, TimeUnit.MILLISECONDS);
		Map<Path, Long> before = workedNanos();
		new Semaphore(0).tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
		long worked = 0;
		for (Map.Entry<Path, Long> thread : workedNanos().entrySet()) {
			worked += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
		}
		return worked / 1e6 * Duration.ofMinutes(1).toMillis() / time.toMillis();
	}

	/**
	 * Return the processor time of each thread of this process. The scheduler counts
	 * nanoseconds, where the clock of processes has hundredths of a second, which an idle
	 * process hardly uses.
	 */
	private static Map<Path, Long> workedNanos() throws IOException {
		Map<Path, Long> worked = new HashMap<>();
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
			for (Path thread : threads) {
				worked.put(thread, Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]));
			}
		}
		return worked;
	}

	private static void print(String name, double value) {
		System.out.printf("figure %s %s%n", name, value);
	}

}
