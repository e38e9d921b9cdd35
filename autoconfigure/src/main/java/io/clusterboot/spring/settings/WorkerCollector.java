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

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import io.clusterboot.process.command.JavaCommand;

/**
 * Chooses the garbage collector of a worker, which HotSpot would choose by the number of
 * processors and by the memory of the whole machine. The serial collector takes less
 * processor time and memory. Its longest pauses grow with the live objects, so where
 * there is a processor on which G1 works beside the application, a large heap has G1.
 *
 * @param jvm this JVM
 */
record WorkerCollector(ThisJvm jvm) {

	static final String SERIAL = "-XX:+UseSerialGC";

	static final String G1 = "-XX:+UseG1GC";

	/**
	 * Largest heap of the serial collector with two processors: a full collection of one
	 * that is half full takes about 0.2 seconds.
	 */
	private static final long SERIAL_HEAP = 512L * 1024 * 1024;

	private static final int SERIAL_PROCESSORS = 2;

	/**
	 * Options by which a user decides for or against a collector.
	 */
	private static final Pattern CHOICE = Pattern
		.compile("-XX:[+-]Use(?!\\w*SystemGC)\\w+GC|-XX:[+-]?G1.*|-XX:MaxGCPauseMillis=.*|-X(inc)?gc.*");

	/**
	 * Return the option to add, empty if the worker runs on another JVM, or has options
	 * that decide it.
	 * @param command the command line of a worker so far
	 * @param environment the environment of a worker, which may hold options too
	 * @param processors the number of processors of the worker
	 * @param heap the largest heap of the worker in bytes, empty if it is not known
	 */
	Optional<String> missingIn(JavaCommand command, Map<String, String> environment, int processors,
			OptionalLong heap) {
		boolean decided = command.options(environment).anyMatch((option) -> CHOICE.matcher(option).matches());
		if (decided || !this.jvm.isHotSpotServer() || !this.jvm.runs(command)) {
			return Optional.empty();
		}
		if (processors == 1) {
			return Optional.of(SERIAL);
		}
		if (processors > SERIAL_PROCESSORS) {
			return Optional.of(G1);
		}
		return heap.isPresent() ? Optional.of((heap.getAsLong() <= SERIAL_HEAP) ? SERIAL : G1) : Optional.empty();
	}

}
