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

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The lock of the outgoing half. Futures that are decided while it is held are completed
 * once it is given up, as anything may hang on them: in the order in which they were
 * decided, one at a time.
 */
final class CompletingLock {

	private final ReentrantLock lock = new ReentrantLock();

	private final ArrayDeque<Completion> decided = new ArrayDeque<>();

	private boolean completing;

	void lock() {
		this.lock.lock();
	}

	/**
	 * Give the lock up for a system call: what is decided waits for a thread that is
	 * through.
	 */
	void pause() {
		this.lock.unlock();
	}

	/**
	 * Give the lock up, and complete.
	 */
	void unlock() {
		boolean nothing = this.decided.isEmpty();
		this.lock.unlock();
		if (!nothing) {
			complete();
		}
	}

	/**
	 * Give the lock up only if there is something to complete, and take it again.
	 */
	void completeNow() {
		if (!this.decided.isEmpty()) {
			this.lock.unlock();
			try {
				complete();
			}
			finally {
				this.lock.lock();
			}
		}
	}

	/**
	 * Decide that a future completes; nothing happens to one that is complete.
	 * @param failure why it fails, or {@code null}
	 */
	void decide(CompletableFuture<Void> future, @Nullable ChannelException failure) {
		this.decided.add(new Completion(future, failure));
	}

	Condition newCondition() {
		return this.lock.newCondition();
	}

	/**
	 * If another thread is at it, or this one further down its stack, that goes on with
	 * what was added.
	 */
	private void complete() {
		boolean mine = false;
		while (true) {
			Completion next;
			this.lock.lock();
			try {
				if (this.completing && !mine) {
					return;
				}
				next = this.decided.poll();
				this.completing = next != null;
				mine = true;
			}
			finally {
				this.lock.unlock();
			}
			if (next == null) {
				return;
			}
			next.run();
		}
	}

	/**
	 * One future and what becomes of it.
	 */
	private record Completion(CompletableFuture<Void> future, @Nullable ChannelException failure) {

		void run() {
			if (this.failure != null) {
				this.future.completeExceptionally(this.failure);
			}
			else {
				this.future.complete(null);
			}
		}

	}

}
