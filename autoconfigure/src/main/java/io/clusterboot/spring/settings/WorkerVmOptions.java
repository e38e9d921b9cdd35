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

package io.clusterboot.spring.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;

/**
 * The JVM options of a worker that the user does not set: its share of the processors and
 * of the memory, and what every worker should have.
 *
 * @param workers the number of workers that share the machine
 * @param properties what the user set
 * @param machine what they share
 */
record WorkerVmOptions(int workers, WorkerProperties properties, Machine machine) {

	private static final int MEBI = 1024 * 1024;

	private static final String PROCESSORS = "-XX:ActiveProcessorCount=";

	private static final String PARALLEL_THREADS = "-XX:ParallelGCThreads=";

	/**
	 * Reactor Netty starts at least four event loops, whatever the number of processors,
	 * and a connection would move from one thread to another without any gain.
	 */
	private static final String EVENT_LOOPS = "-Dreactor.netty.ioWorkerCount=";

	/**
	 * With a single event loop, one slow handler would hold up all connections of the
	 * worker.
	 */
	private static final int MIN_EVENT_LOOPS = 2;

	/**
	 * Options that decide what a JVM does when its memory is exhausted. A heap dump alone
	 * does not: the JVM goes on after it.
	 */
	private static final List<String> ON_OUT_OF_MEMORY = List.of("-XX:+ExitOnOutOfMemoryError",
			"-XX:-ExitOnOutOfMemoryError", "-XX:+CrashOnOutOfMemoryError", "-XX:OnOutOfMemoryError=");

	private static final String NATIVE_ACCESS = "--enable-native-access";

	/**
	 * The first Java that warns when native libraries are used without permission.
	 */
	private static final int FIRST_JAVA_TO_WARN_OF_NATIVE_ACCESS = 24;

	/**
	 * Return the options that a command line lacks.
	 * @param command the command line of a worker so far
	 * @param environment the environment of a worker, which may hold options too
	 */
	List<String> missingIn(JavaCommand command, Map<String, String> environment) {
		List<String> options = new ArrayList<>();
		int cpus = cpus(this.properties.getCpus());
		if (!command.hasVmOption(PROCESSORS, environment)) {
			options.add(PROCESSORS + cpus);
			if (!command.hasVmOption(EVENT_LOOPS, environment)) {
				options.add(EVENT_LOOPS + Math.max(MIN_EVENT_LOOPS, cpus));
			}
		}
		if (!command.hasVmOption(PARALLEL_THREADS, environment)) {
			int processors = processors(command, environment, cpus);
			number(command.lastValueOf("-XX:ConcGCThreads=", environment))
				.filter((threads) -> isTooLittle(processors, threads))
				.ifPresent((threads) -> options.add(PARALLEL_THREADS + threads));
		}
		WorkerHeap worker = new WorkerHeap(command, environment);
		worker.missing(this.properties.getMaxHeap(), this.machine.heap() / this.workers)
			.ifPresent((heap) -> options.add("-Xmx%dm".formatted(heap / MEBI)));
		worker.missingInitial(this.workers).ifPresent(options::add);
		addForHeap(command, environment, cpus, options);
		NativeHeap.missingIn(ThisJvm.get(), command, environment).ifPresent(options::add);
		new CompactHeaders(ThisJvm.get()).missingIn(command, environment).ifPresent(options::add);
		if (ON_OUT_OF_MEMORY.stream().noneMatch((option) -> command.hasVmOption(option, environment))) {
			options.add(ON_OUT_OF_MEMORY.get(0));
		}
		if (Runtime.version().feature() >= FIRST_JAVA_TO_WARN_OF_NATIVE_ACCESS
				&& command.vmOptions().stream().noneMatch((option) -> option.startsWith(NATIVE_ACCESS))) {
			options.add(NATIVE_ACCESS + "=ALL-UNNAMED");
		}
		return options;
	}

	/**
	 * Add what depends on the size of the heap.
	 */
	private void addForHeap(JavaCommand command, Map<String, String> environment, int cpus, List<String> options) {
		OptionalLong heap = new WorkerHeap(command.prependVmOptions(options), environment)
			.maximum(this.machine.memory());
		new WorkerCollector(ThisJvm.get()).missingIn(command, environment, processors(command, environment, cpus), heap)
			.ifPresent(options::add);
		boolean divided = this.workers > 1
				&& new WorkerHeap(command, environment).asked(this.properties.getMaxHeap()).isEmpty()
				&& this.properties.getJvmArgs().stream().noneMatch((option) -> option.startsWith("-XX:MaxRAM"));
		new NettyMemory(this.machine)
			.missingIn(command.prependVmOptions(options), environment, divided ? heap : OptionalLong.empty())
			.ifPresent(options::add);
	}

	private static int processors(JavaCommand command, Map<String, String> environment, int cpus) {
		return number(command.lastValueOf(PROCESSORS, environment)).orElse(cpus);
	}

	/**
	 * Return what to warn of: one sentence for each key that the options of a command
	 * line overrule.
	 * @param command the command line of a worker so far
	 * @param environment the environment of a worker, which may hold options too
	 */
	List<String> overruledBy(JavaCommand command, Map<String, String> environment) {
		return Stream.concat(
				overruled("cluster.worker.cpus", this.properties.getCpus(),
						command.options(environment).filter((option) -> option.startsWith(PROCESSORS))),
				overruled("cluster.worker.max-heap", this.properties.getMaxHeap(),
						new WorkerHeap(command, environment).limits()))
			.toList();
	}

	private static Stream<String> overruled(String key, String value, Stream<String> options) {
		return isAuto(value) ? Stream.empty()
				: options.limit(1)
					.map((option) -> "The key '%s' (%s) has no effect, since the JVM options have '%s'.".formatted(key,
							value, option));
	}

	private static boolean isAuto(String value) {
		return value.equalsIgnoreCase("auto");
	}

	private int cpus(String value) {
		return ValueChecks.numberOrAuto("cluster.worker.cpus", value,
				Math.max(1, this.machine.processors() / this.workers));
	}

	/**
	 * A collector that is told to use more threads at the same time than it has in a
	 * pause refuses to start.
	 */
	private static boolean isTooLittle(int cpus, int concurrentThreads) {
		int threads = (cpus <= 8) ? cpus : 8 + (cpus - 8) * 5 / 8;
		return concurrentThreads > threads;
	}

	private static Optional<Integer> number(Optional<String> value) {
		return value.filter((text) -> text.matches("\\d{1,6}")).map(Integer::valueOf);
	}

}
