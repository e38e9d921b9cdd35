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

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

import io.clusterboot.process.command.JavaCommand;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The value of {@value #KEY}.
 *
 * @param number the number of workers, 0 for a standalone application, negative for
 * "auto"
 */
public record WorkerCount(int number) {

	public static final String KEY = "cluster.workers";

	/**
	 * Largest number of workers; a larger one is rejected as a probable mistake.
	 */
	static final int MAX = 1024;

	private static final int AUTO = -1;

	/**
	 * Read the value.
	 * @param value the configured value, {@code null} when unset
	 * @return the number, or "auto"
	 * @throws InvalidConfigurationPropertyValueException if it is neither a number nor
	 * auto
	 */
	public static WorkerCount parse(@Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return new WorkerCount(0);
		}
		String text = value.trim();
		if (text.toLowerCase(Locale.ROOT).equals("auto")) {
			return new WorkerCount(AUTO);
		}
		try {
			int number = Integer.parseInt(text);
			if (number >= 0 && number <= MAX) {
				return new WorkerCount(number);
			}
		}
		catch (NumberFormatException ex) {
			// reported below, with what is expected
		}
		throw new InvalidConfigurationPropertyValueException(KEY, value,
				"Expected auto, or a number from 0 (standalone) to %d.".formatted(MAX));
	}

	/**
	 * Return whether the application is standalone.
	 * @return whether there are no workers
	 */
	public boolean isStandalone() {
		return this.number == 0;
	}

	/**
	 * Work out what "auto" stands for on this machine.
	 * @param properties what the user set
	 * @param command the command line of this process
	 * @param environment the environment of this process, without the cluster's variables
	 * @param classLoader the application's class loader
	 * @return the number of workers
	 */
	public int resolve(ClusterProperties properties, JavaCommand command, Map<String, String> environment,
			ClassLoader classLoader) {
		if (this.number != AUTO) {
			return this.number;
		}
		Machine machine = Machine.ofThisProcess();
		return resolve(machine,
				new LaunchResolver(1, properties.getWorker(), machine, classLoader).heapOfEach(command, environment));
	}

	/**
	 * Work out what "auto" stands for.
	 * @param heap the heap of each worker in bytes, empty for a share of that of one JVM
	 */
	int resolve(Machine machine, OptionalLong heap) {
		return (this.number != AUTO) ? this.number : Math.min(MAX, machine.workers(heap));
	}

}
