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
 * The number of workers of the cluster begins to change.
 */
public class ScalingStartedEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final int from;

	private final int to;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param from how many workers the cluster had
	 * @param to how many workers the cluster is to have
	 */
	public ScalingStartedEvent(Object source, int from, int to) {
		super(source);
		this.from = from;
		this.to = to;
	}

	/**
	 * Return how many workers the cluster had.
	 * @return the former number of slots
	 */
	public int from() {
		return this.from;
	}

	/**
	 * Return how many workers the cluster is to have.
	 * @return the number of slots
	 */
	public int to() {
		return this.to;
	}

}
