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

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The cluster accepts connections again. Follows each {@link AcceptingPausedEvent}.
 */
public class AcceptingResumedEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final InetSocketAddress address;

	private final Duration paused;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param address where the connections arrive
	 * @param paused how long accepting was paused
	 */
	public AcceptingResumedEvent(Object source, InetSocketAddress address, Duration paused) {
		super(source);
		this.address = address;
		this.paused = paused;
	}

	/**
	 * Return where the connections arrive.
	 * @return the address of the listening socket
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Return how long accepting was paused.
	 * @return the duration
	 */
	public Duration paused() {
		return this.paused;
	}

}
