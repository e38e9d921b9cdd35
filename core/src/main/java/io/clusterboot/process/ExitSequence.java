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

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last actions of this process: it calls the exit listeners, once, and flushes its
 * channel.
 */
final class ExitSequence {

	private static final Logger logger = LoggerFactory.getLogger(CurrentProcess.class);

	private static final int FLUSH_SECONDS = 5;

	private static final int MAX_CODE = 255;

	private final List<ExitListener> listeners = new CopyOnWriteArrayList<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean hooked = new AtomicBoolean();

	private final Supplier<CompletableFuture<Void>> flushed;

	/**
	 * Create a sequence.
	 * @param flushed completes when everything sent has been written
	 */
	ExitSequence(Supplier<CompletableFuture<Void>> flushed) {
		this.flushed = flushed;
	}

	Registration add(ExitListener listener) {
		hook();
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	void exit(int code) {
		callListeners(OptionalInt.of(code & MAX_CODE));
		flush();
		System.exit(code & MAX_CODE);
	}

	/**
	 * Run also when the JVM shuts down for another reason.
	 */
	void hook() {
		if (!this.hooked.compareAndSet(false, true)) {
			return;
		}
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(this::shutdown, "clusterboot-exit"));
		}
		catch (IllegalStateException ex) {
			logger.debug("The JVM is already shutting down, so exit listeners are not called", ex);
		}
	}

	private void shutdown() {
		callListeners(OptionalInt.empty());
		flush();
	}

	private void callListeners(OptionalInt code) {
		if (!this.started.compareAndSet(false, true)) {
			return;
		}
		for (ExitListener listener : this.listeners) {
			try {
				listener.exit(code);
			}
			catch (Throwable ex) {
				UnhandledErrors.get().report(UnhandledError.Origin.LISTENER, ex);
			}
		}
	}

	private void flush() {
		// Flushed or not, the process ends now
		this.flushed.get().completeOnTimeout(null, FLUSH_SECONDS, TimeUnit.SECONDS).join();
	}

}
