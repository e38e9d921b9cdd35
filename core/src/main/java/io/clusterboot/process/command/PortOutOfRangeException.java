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

package io.clusterboot.process.command;

/**
 * Thrown if a JVM option with a port cannot be given to a further process, since the port
 * would be greater than 65535.
 */
public final class PortOutOfRangeException extends IllegalArgumentException {

	private final String option;

	private final long port;

	private final long highest;

	/**
	 * Create a new instance.
	 * @param option the option of the first process
	 * @param port the port it would have
	 * @param highest the highest port of the first process with which all ports are in
	 * the range, less than 1 if there is none
	 */
	PortOutOfRangeException(String option, long port, long highest) {
		super("%s leads to port %d in a further process (expected: 1..65535)".formatted(option, port));
		this.option = option;
		this.port = port;
		this.highest = highest;
	}

	/**
	 * Return the option of the first process.
	 */
	public String option() {
		return this.option;
	}

	/**
	 * Return the port that is too high.
	 */
	public long port() {
		return this.port;
	}

	/**
	 * Return the highest port that the option may have, less than 1 if there is none.
	 */
	public long highest() {
		return this.highest;
	}

}
