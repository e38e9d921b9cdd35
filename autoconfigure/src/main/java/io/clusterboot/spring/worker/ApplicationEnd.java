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

package io.clusterboot.spring.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The end of an application that ends by itself, as seen by a thread that waits for it to
 * exit the process then.
 */
final class ApplicationEnd {

	/**
	 * Time for the thread that ended the application to exit with a code of its own.
	 */
	private static final Duration LINGER = Duration.ofSeconds(1);

	private final Thread thread;

	private final @Nullable CountDownLatch closed;

	private final int code;

	private ApplicationEnd(Thread thread, @Nullable CountDownLatch closed, int code) {
		this.thread = thread;
		this.closed = closed;
		this.code = code;
	}

	/**
	 * The current thread reports a start that failed, and closes the context.
	 * @param code the exit code
	 */
	static ApplicationEnd failedHere(int code) {
		return new ApplicationEnd(Thread.currentThread(), null, code);
	}

	/**
	 * The current thread closes the context of the application.
	 * @param closed is counted down when the beans are destroyed
	 * @param code the exit code
	 */
	static ApplicationEnd closingHere(CountDownLatch closed, int code) {
		return new ApplicationEnd(Thread.currentThread(), closed, code);
	}

	/**
	 * Wait for the end.
	 * @param limit longest wait
	 * @return the exit code
	 */
	int await(Duration limit) {
		try {
			if (this.closed == null) {
				this.thread.join(limit.toMillis());
			}
			else if (this.closed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
				this.thread.join(LINGER.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.code;
	}

}
