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

import io.clusterboot.process.command.JavaCommand;

/**
 * Keeps Netty's buffers as they are in one JVM. Netty takes a heap of at most 512 MB for
 * a system with little memory, and then shares one pool of small chunks among all
 * threads. A heap that is only a part of one above that line is no such system.
 *
 * @param machine what the workers share
 */
record NettyMemory(Machine machine) {

	private static final String OPTION = "-Dio.netty.allocator.lowMemory=";

	private static final long LITTLE = 512L * 1024 * 1024;

	/**
	 * The serial collector leaves one of two survivor spaces out of the maximum that
	 * programs see. By default each is a tenth of a third.
	 */
	private static final double VISIBLE_WITH_SERIAL = 29.0 / 30;

	/**
	 * Return the option to add, empty if the division of the heap crosses no line, or the
	 * options say it.
	 * @param command the command line of a worker so far
	 * @param environment the environment of a worker, which may hold options too
	 * @param heap the largest heap of the worker in bytes, empty if it is not divided
	 */
	Optional<String> missingIn(JavaCommand command, Map<String, String> environment, OptionalLong heap) {
		if (heap.isEmpty() || this.machine.heap() <= LITTLE || command.hasVmOption(OPTION, environment)) {
			return Optional.empty();
		}
		boolean serial = command.options(environment).anyMatch(WorkerCollector.SERIAL::equals);
		double visible = heap.getAsLong() * (serial ? VISIBLE_WITH_SERIAL : 1);
		return (visible <= LITTLE) ? Optional.of(OPTION + false) : Optional.empty();
	}

}
