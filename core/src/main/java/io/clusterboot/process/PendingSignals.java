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

package io.clusterboot.process;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Counts the signals that are being sent to a process. Its exit is reported only after
 * the last of them, because a listener of the exit may ask whether the process was
 * killed, which is known only when the signal has been sent.
 */
final class PendingSignals {

	private int count;

	private @Nullable Runnable waiting;

	synchronized void begin() {
		this.count++;
	}

	void end() {
		Runnable due = null;
		synchronized (this) {
			this.count--;
			if (this.count == 0) {
				due = this.waiting;
				this.waiting = null;
			}
		}
		if (due != null) {
			// The sender of the signal may hold a lock that a listener needs
			CompletableFuture.runAsync(due);
		}
	}

	/**
	 * Run a task when no signal is being sent: immediately, or on another thread after
	 * the last signal. There is only one such task per process.
	 */
	void whenNone(Runnable task) {
		synchronized (this) {
			if (this.count > 0) {
				this.waiting = task;
				return;
			}
		}
		task.run();
	}

}
