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

package io.clusterboot.ipc;

/**
 * The kind of process on the other end of a channel, which decides how many handles may
 * be in flight. A peer that is not known to use this library counts as Node.
 */
public enum Peer {

	/**
	 * A Node process, or anything else that follows Node's rules: one handle at a time in
	 * each direction, alone in its write, and everything behind it waits for the
	 * acknowledgement.
	 */
	NODE(1, 1),

	/**
	 * A JVM with this library: it keeps the received descriptors in a queue, so that many
	 * handles may be in flight, also several in one write, and messages do not wait for
	 * acknowledgements.
	 */
	JVM(256, 64);

	private final int handlesInFlight;

	private final int handlesPerWrite;

	Peer(int handlesInFlight, int handlesPerWrite) {
		this.handlesInFlight = handlesInFlight;
		this.handlesPerWrite = handlesPerWrite;
	}

	int handlesInFlight() {
		return this.handlesInFlight;
	}

	int handlesPerWrite() {
		return this.handlesPerWrite;
	}

}
