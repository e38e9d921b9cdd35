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

/**
 * New connections wait in the backlog: every worker is at its connection limit or, under
 * a policy where the master accepts, does not answer, or the master ran out of
 * descriptors. Published when that has lasted for 200 ms.
 */
public class AcceptingPausedEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final InetSocketAddress address;

	private final String reason;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param address where the connections arrive
	 * @param reason why no connection is accepted
	 */
	public AcceptingPausedEvent(Object source, InetSocketAddress address, String reason) {
		super(source);
		this.address = address;
		this.reason = reason;
	}

	/**
	 * Return where the connections arrive.
	 * @return the address of the listening socket
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Return why no connection is accepted.
	 * @return the reason, in words
	 */
	public String reason() {
		return this.reason;
	}

}
