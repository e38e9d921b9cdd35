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

/**
 * The canary of a rolling restart passed: all workers that are forked from now on belong
 * to its generation.
 */
public class RollCommittedEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final int generation;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param generation the generation
	 */
	public RollCommittedEvent(Object source, int generation) {
		super(source);
		this.generation = generation;
	}

	/**
	 * Return the generation.
	 * @return the number of the generation
	 */
	public int generation() {
		return this.generation;
	}

}
