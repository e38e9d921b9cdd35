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

package io.clusterboot.cluster;

import java.util.List;

/**
 * Thrown when a rolling restart failed. Unless the reason says otherwise, the workers of
 * the old generation go on serving.
 */
public class RollFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int generation;

	private final String reason;

	private final transient List<String> lastOutput;

	/**
	 * Create a new instance.
	 * @param generation the generation that was given up
	 * @param reason why
	 * @param lastOutput the last lines of the worker that failed, empty if none failed
	 */
	public RollFailedException(int generation, String reason, List<String> lastOutput) {
		super("Rolling restart to generation %d failed: %s".formatted(generation, reason));
		this.generation = generation;
		this.reason = reason;
		this.lastOutput = List.copyOf(lastOutput);
	}

	/**
	 * Return the generation that was given up.
	 * @return the number
	 */
	public int generation() {
		return this.generation;
	}

	/**
	 * Return why it failed.
	 * @return the reason
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return the last lines of the worker that failed.
	 * @return at most 50 lines, empty when no worker failed
	 */
	public List<String> lastOutput() {
		return this.lastOutput;
	}

}
