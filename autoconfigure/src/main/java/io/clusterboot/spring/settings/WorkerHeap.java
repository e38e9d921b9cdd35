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
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Works out the heap of a worker. A size in the JVM options counts for each worker, and
 * everything else is a share of what one JVM would take.
 *
 * @param command the command line of a worker so far
 * @param environment the environment of a worker, which may hold options too
 */
record WorkerHeap(JavaCommand command, Map<String, String> environment) {

	private static final long MEBI = 1024 * 1024;

	private static final long MIN_HEAP = 2L * MEBI;

	private static final List<String> MAXIMUM = List.of("-Xmx", "-mx", "-XX:MaxHeapSize=");

	private static final String PERCENTAGE = "-XX:MaxRAMPercentage=";

	private static final List<String> OTHER_MAXIMUM = List.of(PERCENTAGE, "-XX:MaxRAMFraction=", "-XX:MaxRAM=");

	/**
	 * The JVM does not start, or ignores the size, when the maximum is less.
	 */
	private static final List<String> NEEDED = List.of("-Xms", "-ms", "-XX:InitialHeapSize=", "-XX:MinHeapSize=",
			"-XX:SoftMaxHeapSize=");

	/**
	 * Options that say how large the heap is at the start.
	 */
	private static final List<String> INITIAL = List.of("-Xms", "-ms", "-XX:InitialHeapSize=",
			"-XX:InitialRAMPercentage=", "-XX:InitialRAMFraction=");

	private static final List<String> INITIAL_SIZE = INITIAL.subList(0, 3);

	private static final String INITIAL_PERCENTAGE = "-XX:InitialRAMPercentage=";

	/**
	 * What a JVM takes without such an option.
	 */
	private static final String DEFAULT_PERCENTAGE = "1.5625";

	private static final long MIN_INITIAL_HEAP = 8L * MEBI;

	/**
	 * The young generation, which gets at most two thirds of the heap.
	 */
	private static final List<String> NEEDED_FOR_YOUNG = List.of("-Xmn", "-XX:NewSize=");

	/**
	 * Return the maximum that the options set, empty if none does.
	 * @param machine the memory of the machine in bytes
	 */
	OptionalLong maximum(OptionalLong machine) {
		OptionalLong size = last(MAXIMUM);
		return size.isPresent() ? size
				: this.command.lastValueOf(PERCENTAGE, this.environment)
					.map((percentage) -> share(machine, percentage))
					.orElseGet(OptionalLong::empty);
	}

	/**
	 * Return the size at the start, empty if it is not known.
	 * @param machine the memory of the machine in bytes
	 */
	OptionalLong initial(OptionalLong machine) {
		OptionalLong size = last(INITIAL_SIZE);
		if (size.isPresent() || this.command.hasVmOption("-XX:InitialRAMFraction=", this.environment)) {
			return size;
		}
		OptionalLong share = share(machine,
				this.command.lastValueOf(INITIAL_PERCENTAGE, this.environment).orElse(DEFAULT_PERCENTAGE));
		return share.isPresent() ? OptionalLong
			.of(Math.min(Math.max(MIN_INITIAL_HEAP, share.getAsLong()), maximum(machine).orElse(Long.MAX_VALUE)))
				: share;
	}

	private static OptionalLong share(OptionalLong machine, String percentage) {
		try {
			return machine.isEmpty() ? machine
					: OptionalLong.of((long) (machine.getAsLong() / 100.0 * Double.parseDouble(percentage)));
		}
		catch (NumberFormatException ex) {
			return OptionalLong.empty();
		}
	}

	/**
	 * Return the maximum to add to the options, empty if they say it.
	 * @param value the configured value
	 * @param share what "auto" stands for, in bytes
	 * @throws InvalidConfigurationPropertyValueException if the value is no size, or too
	 * small for the other options
	 */
	OptionalLong missing(String value, long share) {
		OptionalLong configured = configured(value);
		if (limits().findAny().isPresent()) {
			return OptionalLong.empty();
		}
		long needed = roundedUp(Math.max(largest(NEEDED), largest(NEEDED_FOR_YOUNG) / 2 * 3));
		if (configured.isEmpty()) {
			return OptionalLong.of(Math.max(Math.max(Machine.MIN_HEAP, share), needed));
		}
		if (configured.getAsLong() < needed) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.max-heap", value,
					"Expected at least %dMB, which the JVM options need (%s).".formatted(needed / MEBI,
							String.join(", ", options())));
		}
		return configured;
	}

	/**
	 * Return the maximum that the user set for each worker, empty if it is a share.
	 * @param value the configured value
	 */
	OptionalLong asked(String value) {
		OptionalLong size = last(MAXIMUM);
		return (size.isPresent() || limits().findAny().isPresent()) ? size : configured(value);
	}

	/**
	 * Return whether the maximum is a share of what one JVM would take.
	 * @param value the configured value
	 */
	boolean isShare(String value) {
		return limits().findAny().isEmpty() && configured(value).isEmpty();
	}

	/**
	 * Return the option that divides the initial heap among workers, empty if the options
	 * say it, or nothing is to divide. It is no size, since the JVM refuses to start with
	 * an initial size above the maximum, and lowers a percentage.
	 * @param workers the number of workers
	 */
	Optional<String> missingInitial(int workers) {
		boolean said = INITIAL.stream().anyMatch((start) -> this.command.hasVmOption(start, this.environment));
		return (workers == 1 || said) ? Optional.empty()
				: new RamShare(workers).divide(INITIAL_PERCENTAGE + DEFAULT_PERCENTAGE);
	}

	/**
	 * Return the options that limit the heap.
	 */
	Stream<String> limits() {
		return this.command.options(this.environment)
			.filter((option) -> Stream.concat(MAXIMUM.stream(), OTHER_MAXIMUM.stream()).anyMatch(option::startsWith));
	}

	private static long roundedUp(long bytes) {
		return (bytes + MEBI - 1) / MEBI * MEBI;
	}

	private OptionalLong configured(String value) {
		if (value.equalsIgnoreCase("auto")) {
			return OptionalLong.empty();
		}
		OptionalLong bytes = HeapSize.parse(value);
		if (bytes.isEmpty() || bytes.getAsLong() < MIN_HEAP) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.max-heap", value,
					"Expected auto, or a size of at least 2MB, such as 512MB or 512m.");
		}
		return bytes;
	}

	private List<String> options() {
		return this.command.options(this.environment)
			.filter((option) -> NEEDED.stream().anyMatch(option::startsWith)
					|| NEEDED_FOR_YOUNG.stream().anyMatch(option::startsWith))
			.toList();
	}

	private OptionalLong last(List<String> starts) {
		return starts.stream()
			.flatMap((start) -> this.command.lastValueOf(start, this.environment).stream())
			.map(HeapSize::parse)
			.flatMapToLong(OptionalLong::stream)
			.findFirst();
	}

	private long largest(List<String> starts) {
		return starts.stream()
			.flatMap((start) -> this.command.lastValueOf(start, this.environment).stream())
			.map(HeapSize::parse)
			.flatMapToLong(OptionalLong::stream)
			.max()
			.orElse(0);
	}

}
