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

package io.clusterboot.cluster.master;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicBoolean;

import io.clusterboot.process.Signal;
import io.clusterboot.process.SignalListener;

/**
 * Listens to SIGINT, as Ctrl-C sends it, or SIGTERM: the first one ends the JVM as usual,
 * with its shutdown hooks and exit code 130 or 143, and a further one runs a callback;
 * the JVM itself ignores it once it shuts down. Where the JVM does not report signals,
 * they are handled as the JVM does.
 */
public final class StopSignal implements Closeable {

	/**
	 * Exit code of a process that a signal ends, less the number of the signal.
	 */
	private static final int SIGNALLED = 128;

	private final SignalListener listener;

	private StopSignal(SignalListener listener) {
		this.listener = listener;
	}

	/**
	 * Start to listen. A process that was started with the signal ignored continues to
	 * ignore it.
	 * @param signal SIGINT or SIGTERM
	 * @param onFurther called on a thread of its own when a further one comes
	 * @return restores the previous handling when it is closed
	 */
	public static StopSignal listen(Signal signal, Runnable onFurther) {
		AtomicBoolean first = new AtomicBoolean(true);
		return new StopSignal(SignalListener.listen(signal, () -> {
			if (first.compareAndSet(true, false) && !isShuttingDown()) {
				System.exit(SIGNALLED + signal.number());
			}
			onFurther.run();
		}));
	}

	/**
	 * Return whether the JVM shuts down already, for the first signal may have come
	 * before there was a listener.
	 */
	private static boolean isShuttingDown() {
		Thread probe = new Thread(() -> {
		}, "shutdown-probe");
		try {
			Runtime.getRuntime().addShutdownHook(probe);
			Runtime.getRuntime().removeShutdownHook(probe);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	@Override
	public void close() {
		this.listener.close();
	}

}
