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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of the outgoing half. Futures that are decided while it is held are completed
 * after it is released, because their dependents may run any code: in the order of the
 * decisions, one at a time.
 */
final class CompletingLock {

	private static final Logger logger = LoggerFactory.getLogger(Channel.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final ArrayDeque<Completion> decided = new ArrayDeque<>();

	private boolean completing;

	void lock() {
		this.lock.lock();
	}

	/**
	 * Release the lock for a system call, without completing futures; the next full
	 * release completes them.
	 */
	void pause() {
		this.lock.unlock();
	}

	/**
	 * Release the lock, and complete the decided futures.
	 */
	void unlock() {
		boolean nothing = this.decided.isEmpty();
		this.lock.unlock();
		if (!nothing) {
			complete();
		}
	}

	/**
	 * Release the lock only if a future has to be completed, and acquire it again.
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
	 * Decide that a future completes. A future that is complete stays as it is.
	 * @param failure why it fails, or {@code null}
	 */
	void decide(CompletableFuture<Void> future, @Nullable ChannelException failure) {
		this.decided.add(new Completion(future, failure, null));
	}

	/**
	 * Decide that a future completes once a handle is closed, which is a system call.
	 */
	void decideWhenClosed(CompletableFuture<Void> future, Handle handle) {
		this.decided.add(new Completion(future, null, handle));
	}

	Condition newCondition() {
		return this.lock.newCondition();
	}

	/**
	 * If another thread completes futures, or this thread further down its stack, that
	 * one continues with the futures that were added.
	 */
	private void complete() {
		boolean mine = false;
		while (true) {
			List<Completion> next;
			this.lock.lock();
			try {
				if (this.completing && !mine) {
					return;
				}
				next = List.copyOf(this.decided);
				this.decided.clear();
				this.completing = !next.isEmpty();
				mine = true;
			}
			finally {
				this.lock.unlock();
			}
			if (next.isEmpty()) {
				return;
			}
			next.forEach(Completion::run);
		}
	}

	/**
	 * One future and its outcome.
	 */
	private record Completion(CompletableFuture<Void> future, @Nullable ChannelException failure,
			@Nullable Handle handle) {

		void run() {
			closeHandle();
			if (this.failure != null) {
				this.future.completeExceptionally(this.failure);
			}
			else {
				this.future.complete(null);
			}
		}

		private void closeHandle() {
			if (this.handle != null) {
				try {
					this.handle.close();
				}
				catch (HandleException ex) {
					logger.warn("The copy of a handle that was sent could not be closed", ex);
				}
			}
		}

	}

}
