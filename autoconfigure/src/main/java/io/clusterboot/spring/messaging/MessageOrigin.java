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

package io.clusterboot.spring.messaging;

import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * The process that sent a message: the source of the events that tell of it.
 *
 * @param id the id of the worker, 0 for the master and for a standalone application
 * @param host the host that the process is on, {@code null} for this one. A message from
 * another host can be heard, but not answered
 */
public record MessageOrigin(int id, @Nullable String host) {

	/**
	 * Create the origin of a message of this host.
	 * @param id the id of the worker, 0 for the master and for a standalone application
	 */
	public MessageOrigin(int id) {
		this(id, null);
	}

	/**
	 * Return the worker that sent the message.
	 * @return its id, empty if the master sent it
	 */
	public OptionalInt worker() {
		return isMaster() ? OptionalInt.empty() : OptionalInt.of(this.id);
	}

	/**
	 * Return whether the master sent the message.
	 * @return whether it was the master, or this process if it is standalone
	 */
	public boolean isMaster() {
		return this.id == 0;
	}

	@Override
	public String toString() {
		String process = isMaster() ? "the master" : "worker " + this.id;
		return (this.host != null) ? process + " on " + this.host : process;
	}

}
