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

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import io.clusterboot.process.command.JavaCommand;

/**
 * What one worker has of the machine, as far as its options tell.
 *
 * @param command the command line of the worker
 * @param environment the environment of the worker, which may hold options too
 * @param machine the memory of the machine in bytes
 */
record WorkerBudget(JavaCommand command, Map<String, String> environment, OptionalLong machine) {

	private static final long MEBI = 1024 * 1024;

	/**
	 * With less memory, or less than two processors, a JVM takes the serial collector.
	 */
	private static final long SERVER_MEMORY = 1792 * MEBI;

	/**
	 * Reactor Netty's own rule.
	 */
	private static final int MIN_EVENT_LOOPS = 4;

	/**
	 * Return the budget as a table.
	 */
	String toTable() {
		WorkerHeap heap = new WorkerHeap(this.command, this.environment);
		return List
			.of(row("initial heap", megabytes(heap.initial(this.machine))),
					row("largest heap", megabytes(heap.maximum(this.machine))),
					row("processors", processors().map(String::valueOf).orElse("all")),
					row("event loops", eventLoops()), row("collector", collector()))
			.stream()
			.collect(Collectors.joining("%n".formatted(), "Budget of each worker:%n".formatted(), ""));
	}

	/**
	 * Return more rows of the table.
	 * @param pools what is divided of the pools of a worker
	 */
	static String rows(BudgetProperties pools) {
		return "%n%s%n%s".formatted(row("data sources", rule(pools.getDatasource())),
				row("threads", rule(pools.getThreads())));
	}

	private static String rule(BudgetRule rule) {
		return (rule == BudgetRule.DIVIDE) ? "a part of what is configured" : "as configured";
	}

	private static String row(String name, String value) {
		return "  %-14s%s".formatted(name, value);
	}

	private static String megabytes(OptionalLong bytes) {
		return bytes.isPresent() ? bytes.getAsLong() / MEBI + " MB" : "as its options say";
	}

	private Optional<Integer> processors() {
		return this.command.lastValueOf("-XX:ActiveProcessorCount=", this.environment)
			.filter((count) -> count.matches("[1-9]\\d{0,5}"))
			.map(Integer::valueOf);
	}

	private String eventLoops() {
		return this.command.lastValueOf("-Dreactor.netty.ioWorkerCount=", this.environment)
			.orElseGet(() -> String
				.valueOf(Math.max(MIN_EVENT_LOOPS, processors().orElseGet(Runtime.getRuntime()::availableProcessors))));
	}

	private String collector() {
		return this.command.options(this.environment)
			.filter((option) -> option.matches("-XX:\\+Use\\w+GC"))
			.reduce((first, last) -> last)
			.map((option) -> option.substring("-XX:+Use".length(), option.length() - "GC".length()))
			.orElseGet(this::collectorOfTheJvm);
	}

	private String collectorOfTheJvm() {
		if (processors().filter((count) -> count == 1).isPresent()) {
			return "Serial, unless the JVM chooses another one for one processor";
		}
		return (this.machine.isPresent() && this.machine.getAsLong() < SERVER_MEMORY)
				? "Serial, unless the JVM chooses another one for little memory" : "the one that the JVM chooses";
	}

}
