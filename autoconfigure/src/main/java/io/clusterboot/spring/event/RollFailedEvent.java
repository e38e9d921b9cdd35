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

package io.clusterboot.spring.event;

import java.time.Duration;
import java.util.List;

/**
 * A rolling restart failed. The former workers serve unless the reason says otherwise.
 */
public class RollFailedEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final int generation;

	private final String reason;

	private final transient List<String> lastOutput;

	private final Duration duration;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param generation the generation that failed
	 * @param reason why the restart failed
	 * @param lastOutput the last output of the worker that failed
	 * @param duration how long the restart took
	 */
	public RollFailedEvent(Object source, int generation, String reason, List<String> lastOutput, Duration duration) {
		super(source);
		this.generation = generation;
		this.reason = reason;
		this.lastOutput = lastOutput;
		this.duration = duration;
	}

	/**
	 * Return the generation that failed.
	 * @return the number
	 */
	public int generation() {
		return this.generation;
	}

	/**
	 * Return why the restart failed.
	 * @return the reason, in words
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return the last output of the worker that failed.
	 * @return at most 50 lines, empty when no worker failed
	 */
	public List<String> lastOutput() {
		return this.lastOutput;
	}

	/**
	 * Return how long the restart took.
	 * @return the time since the start
	 */
	public Duration duration() {
		return this.duration;
	}

}
