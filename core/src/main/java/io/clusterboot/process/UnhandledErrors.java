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

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.clusterboot.process.UnhandledError.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the unhandled errors of this JVM. There is one instance, since a JVM has one
 * default handler for uncaught exceptions: it is installed with the first listener, and
 * also calls the previous handler.
 */
final class UnhandledErrors {

	/**
	 * Time within which a failed future has to be observed. Node allows one turn of its
	 * event loop.
	 */
	static final long GRACE_MILLIS = 500;

	private static final UnhandledErrors INSTANCE = new UnhandledErrors();

	private static final Logger logger = LoggerFactory.getLogger(UnhandledErrors.class);

	private final AtomicLong count = new AtomicLong();

	private final List<Consumer<UnhandledError>> unhandled = new CopyOnWriteArrayList<>();

	private final List<Consumer<UnhandledError>> handled = new CopyOnWriteArrayList<>();

	private boolean installed;

	private UnhandledErrors() {
	}

	static UnhandledErrors get() {
		return INSTANCE;
	}

	Registration onUnhandled(Consumer<UnhandledError> listener) {
		install();
		this.unhandled.add(listener);
		return () -> this.unhandled.remove(listener);
	}

	Registration onHandled(Consumer<UnhandledError> listener) {
		this.handled.add(listener);
		return () -> this.handled.remove(listener);
	}

	private synchronized void install() {
		if (!this.installed) {
			this.installed = true;
			UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();
			Thread.setDefaultUncaughtExceptionHandler((thread, ex) -> uncaught(previous, thread, ex));
		}
	}

	private void uncaught(@Nullable UncaughtExceptionHandler previous, Thread thread, Throwable ex) {
		boolean delivered = tell(this.unhandled, next(Origin.THREAD, ex));
		if (previous != null) {
			previous.uncaughtException(thread, ex);
		}
		else if (!delivered) {
			logger.error("Exception in thread \"{}\"", thread.getName(), ex);
		}
	}

	/**
	 * Report an error to the listeners.
	 * @return the error with its id
	 */
	UnhandledError report(Origin origin, Throwable ex) {
		UnhandledError error = next(origin, ex);
		if (!tell(this.unhandled, error)) {
			logger.warn("Unhandled error ({})", origin, ex);
		}
		return error;
	}

	/**
	 * Report a failed future, unless it is observed in time.
	 */
	void watch(ObservedFuture<?> future, Throwable ex) {
		CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
			if (future.isObserved()) {
				return;
			}
			UnhandledError error = next(Origin.FUTURE, ex);
			if (!tell(this.unhandled, error)) {
				logger.debug("A failed future was not observed", ex);
			}
			future.reported(error);
		});
	}

	void handled(UnhandledError error) {
		tell(this.handled, error);
	}

	private UnhandledError next(Origin origin, Throwable ex) {
		return new UnhandledError(this.count.incrementAndGet(), origin, ex);
	}

	private static boolean tell(List<Consumer<UnhandledError>> listeners, UnhandledError error) {
		for (Consumer<UnhandledError> listener : listeners) {
			try {
				listener.accept(error);
			}
			catch (Throwable ex) {
				logger.error("The listener {} failed", listener.getClass().getName(), ex);
			}
		}
		return !listeners.isEmpty();
	}

}
