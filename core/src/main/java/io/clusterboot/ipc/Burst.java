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
 * Detects bursts: messages that are sent so fast that collecting them pays, since one
 * system call for each small message would cost more than everything else. Guarded by the
 * lock of {@link Outbound}.
 */
final class Burst {

	/**
	 * The interval between two sends, and the number of such sends, that make a burst.
	 */
	static final long GAP_NANOS = 8_000;

	static final int LENGTH = 32;

	/**
	 * How long messages are collected, and how many bytes at most. The time is doubled as
	 * long as others write the messages before it is over.
	 */
	static final long LINGER_NANOS = 50_000;

	static final long MAX_LINGER_NANOS = 200_000;

	static final int BYTES = 32 * 1024;

	private boolean on;

	private boolean joined;

	private long lingerNanos = LINGER_NANOS;

	/**
	 * The number of fast sends, at most twice the number that makes a burst. A pause
	 * halves it, so that after a few bursts with pauses in between the next burst is
	 * collected from its beginning.
	 */
	private int rapidSends;

	private long lastSend;

	/**
	 * Record a send outside a burst.
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
		this.joined = false;
		this.lingerNanos = LINGER_NANOS;
		this.rapidSends = 0;
	}

	/**
	 * Record a send in a burst.
	 */
	void joined() {
		this.joined = true;
		this.rapidSends++;
	}

	/**
	 * Decide how long messages are collected now.
	 * @param written whether messages were there to write, so that they have waited
	 * @return the time in nanoseconds
	 */
	long linger(boolean written) {
		this.joined = false;
		this.lingerNanos = written ? LINGER_NANOS : Math.min(this.lingerNanos * 2, MAX_LINGER_NANOS);
		return this.lingerNanos;
	}

	/**
	 * Return whether messages were sent since they are collected.
	 */
	boolean goesOn() {
		return this.joined;
	}

	void end() {
		this.on = false;
		this.rapidSends = Math.min(this.rapidSends, 2 * LENGTH);
	}

}
