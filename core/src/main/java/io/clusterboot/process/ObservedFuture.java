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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A future that records whether its result was observed. If it fails and is not observed
 * for a while, the failure is reported to {@link UnhandledErrors}, and reported as
 * handled when it is observed later.
 *
 * @param <T> what it completes with
 */
final class ObservedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

	private final AtomicBoolean observed = new AtomicBoolean();

	private final AtomicBoolean watched = new AtomicBoolean();

	private final AtomicReference<@Nullable UnhandledError> reported = new AtomicReference<>();

	private final Runnable cancelled;

	ObservedFuture() {
		this(() -> {
		});
	}

	/**
	 * Create a future.
	 * @param cancelled called when it is cancelled
	 */
	ObservedFuture(Runnable cancelled) {
		this.cancelled = cancelled;
	}

	static <T extends @Nullable Object> CompletableFuture<T> of(CompletableFuture<T> future) {
		if (future.isDone() && !future.isCompletedExceptionally()) {
			return future;
		}
		ObservedFuture<T> observed = new ObservedFuture<>();
		future.whenComplete((value, ex) -> {
			if (ex != null) {
				observed.completeExceptionally(ex);
			}
			else {
				observed.complete(value);
			}
		});
		return observed;
	}

	@Override
	public boolean completeExceptionally(Throwable ex) {
		boolean failed = super.completeExceptionally(ex);
		if (failed && !this.observed.get() && this.watched.compareAndSet(false, true)) {
			UnhandledErrors.get().watch(this, ex);
		}
		return failed;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean done = isDone();
		boolean result = super.cancel(mayInterruptIfRunning);
		if (!done && result) {
			this.cancelled.run();
		}
		return result;
	}

	boolean isObserved() {
		return this.observed.get();
	}

	void reported(UnhandledError error) {
		this.reported.set(error);
		if (this.observed.get()) {
			tellHandled();
		}
	}

	private void observed() {
		if (this.observed.compareAndSet(false, true)) {
			tellHandled();
		}
	}

	private void tellHandled() {
		UnhandledError error = this.reported.getAndSet(null);
		if (error != null) {
			UnhandledErrors.get().handled(error);
		}
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		observed();
		return new CompletableFuture<>();
	}

	@Override
	public CompletableFuture<T> toCompletableFuture() {
		observed();
		return this;
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		observed();
		return super.get();
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		observed();
		return super.get(timeout, unit);
	}

	@Override
	public T join() {
		observed();
		return super.join();
	}

	@Override
	public T getNow(T valueIfAbsent) {
		observed();
		return super.getNow(valueIfAbsent);
	}

	@Override
	public boolean isCompletedExceptionally() {
		observed();
		return super.isCompletedExceptionally();
	}

}
