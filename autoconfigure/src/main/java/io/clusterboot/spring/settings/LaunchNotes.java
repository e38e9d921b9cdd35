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
 * What the user should know of the way that workers are started.
 *
 * @param summary the share of each worker, empty if workers are no JVMs
 * @param budget the same at length, empty if workers are no JVMs
 * @param addedOptions the JVM options that the user did not set
 * @param warnings what may go wrong
 */
public record LaunchNotes(Optional<String> summary, Optional<String> budget, List<String> addedOptions,
		List<String> warnings) {

	/**
	 * The property of the master that holds the added options.
	 */
	public static final String ADDED_OPTIONS_PROPERTY = "cluster.worker.added-jvm-args";

	private static final long MEBI = 1024 * 1024;

	/**
	 * Create a new instance.
	 */
	public LaunchNotes {
		addedOptions = List.copyOf(addedOptions);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Take notes of workers that are JVMs.
	 * @param workers the number of workers
	 * @param added the options that the user did not set
	 * @param command the command line of a worker
	 * @param environment the environment of a worker
	 * @param machine what the workers share
	 * @param files finds files that several processes write
	 */
	static LaunchNotes of(int workers, List<String> added, JavaCommand command, Map<String, String> environment,
			Machine machine, SharedFiles files) {
		OptionalLong heap = new WorkerHeap(command, environment).maximum(machine.memory());
		List<String> warnings = new ArrayList<>(files.warnings(command.options(environment)));
		if (heap.isPresent() && machine.isExceededBy(workers, heap.getAsLong())) {
			warnings.add("The heaps of the workers may grow to %d x %d MB, more than the memory of %d MB. Set fewer "
				.formatted(workers, heap.getAsLong() / MEBI, machine.memory().orElseThrow() / MEBI)
					+ "workers or a smaller heap ('cluster.worker.max-heap').");
		}
		return new LaunchNotes(Optional.of(summary(workers, heap, command, environment, added)),
				Optional.of(new WorkerBudget(command, environment, machine.memory()).toTable()), added, warnings);
	}

	LaunchNotes withWarnings(List<String> more) {
		return new LaunchNotes(this.summary, this.budget, this.addedOptions,
				Stream.concat(this.warnings.stream(), more.stream()).toList());
	}

	/**
	 * Return these notes with what is divided of the pools of a worker.
	 */
	LaunchNotes with(BudgetProperties pools) {
		return new LaunchNotes(this.summary, this.budget.map((table) -> table + WorkerBudget.rows(pools)),
				this.addedOptions, this.warnings);
	}

	private static String summary(int workers, OptionalLong heap, JavaCommand command, Map<String, String> environment,
			List<String> added) {
		String memory = heap.isPresent() ? "%d MB heap".formatted(heap.getAsLong() / MEBI)
				: "the heap of their options";
		String processors = command.lastValueOf("-XX:ActiveProcessorCount=", environment)
			.map((count) -> count.equals("1") ? "1 processor" : count + " processors")
			.orElse("all processors");
		return "Workers: %d x %s, %s each. Added JVM options: %s".formatted(workers, memory, processors,
				added.isEmpty() ? "none" : String.join(" ", added));
	}

}
