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
 * Tells whether messages are being sent so fast that they had better be collected: a
 * system call for each of many small messages costs more than all the rest. Guarded by
 * the lock of {@link Outbound}.
 */
final class Burst {

	/**
	 * Sends that follow each other this fast, this often, are a burst.
	 */
	static final long GAP_NANOS = 8_000;

	static final int LENGTH = 32;

	/**
	 * How long to collect, and how much at most.
	 */
	static final long LINGER_NANOS = 50_000;

	static final int BYTES = 32 * 1024;

	private boolean on;

	/**
	 * How many there were, at most twice as many as it takes. A pause halves them, so
	 * that who sends bursts with pauses in between soon has the next one collected from
	 * its beginning.
	 */
	private int rapidSends;

	private long lastSend;

	/**
	 * Take note of a send outside a burst.
	 * @param now the time of the send, in nanoseconds
	 * @return whether it is one of a burst
	 */
	boolean isRapid(long now) {
		boolean rapid = now - this.lastSend < GAP_NANOS;
		this.lastSend = now;
		this.rapidSends = rapid ? Math.min(this.rapidSends + 1, 2 * LENGTH) : this.rapidSends / 2;
		return this.rapidSends >= LENGTH;
	}

	boolean isOn() {
		return this.on;
	}

	void begin() {
		this.on = true;
		this.rapidSends = 0;
	}

	/**
	 * Take note of a send in a burst.
	 */
	void joined() {
		this.rapidSends++;
	}

	void end() {
		this.on = false;
		this.rapidSends = Math.min(this.rapidSends, 2 * LENGTH);
	}

}
