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

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Sends a child its kill signal when its time limit has passed or it is cancelled.
 */
final class ChildLimits {

	private final ChildProcess child;

	private final SpawnOptions options;

	private final ChildEvents events;

	private final PendingSignals pending;

	private volatile boolean timedOut;

	ChildLimits(ChildProcess child, SpawnOptions options, ChildEvents events, PendingSignals pending) {
		this.child = child;
		this.options = options;
		this.events = events;
		this.pending = pending;
	}

	/**
	 * Begin to watch the child.
	 * @param ended completes when the process ends
	 * @return stops watching for the cancellation
	 */
	Registration watch(CompletableFuture<ExitStatus> ended) {
		Duration timeout = this.options.timeout();
		if (!timeout.isZero()) {
			ended.copy().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).whenComplete(this::timedOut);
		}
		return this.options.cancellation().map((source) -> source.onCancel(() -> cancelled(source))).orElse(() -> {
		});
	}

	private void cancelled(Cancellation source) {
		kill().thenAccept((delivery) -> {
			if (delivery == Signal.Delivery.DELIVERED) {
				CancellationException cancelled = new CancellationException(this.child + " was cancelled");
				cancelled.initCause(source.reason());
				this.events.failed(cancelled);
			}
		}).whenComplete((done, failure) -> this.pending.end());
	}

	private void timedOut(@Nullable ExitStatus status, @Nullable Throwable ex) {
		if (ex instanceof TimeoutException) {
			this.timedOut = true;
			kill().whenComplete((delivery, failure) -> this.pending.end());
		}
	}

	/**
	 * Send the kill signal. The exit is held back until the caller ends the pending
	 * signal, so that what the signal caused is reported first.
	 */
	private CompletableFuture<Signal.Delivery> kill() {
		this.pending.begin();
		return this.child.killAsync(this.options.killSignal());
	}

	boolean isTimedOut() {
		return this.timedOut;
	}

}
