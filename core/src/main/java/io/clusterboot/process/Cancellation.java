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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Cancels children, once: Node's {@code AbortController} and its signal in one. A running
 * child gets its {@link SpawnOptions#killSignal() kill signal}; a child that is spawned
 * after the cancellation is started, and gets the signal immediately.
 * <p>
 * May be used by any thread, for any number of children. It holds no reference to a child
 * that has ended.
 */
public final class Cancellation {

	private final Set<Runnable> listeners = new LinkedHashSet<>();

	private boolean cancelled;

	private @Nullable Throwable reason;

	/**
	 * Cancel. A second call has no effect.
	 */
	public void cancel() {
		cancel(null);
	}

	/**
	 * Cancel for a reason. A second call has no effect.
	 * @param reason the cause of the exception that the listeners of a child get
	 */
	public void cancel(@Nullable Throwable reason) {
		List<Runnable> notified;
		synchronized (this) {
			if (this.cancelled) {
				return;
			}
			this.cancelled = true;
			this.reason = reason;
			notified = new ArrayList<>(this.listeners);
			this.listeners.clear();
		}
		notified.forEach(Runnable::run);
	}

	/**
	 * Return whether {@link #cancel()} was called.
	 * @return {@code true} from the first call on
	 */
	public synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Return the reason of the cancellation.
	 * @return the reason, or {@code null}
	 */
	public synchronized @Nullable Throwable reason() {
		return this.reason;
	}

	/**
	 * Add a listener, which is called immediately if the cancellation has happened.
	 * @param listener called once at most, by the thread that cancels
	 * @return removes the listener
	 */
	Registration onCancel(Runnable listener) {
		synchronized (this) {
			if (!this.cancelled) {
				this.listeners.add(listener);
				return () -> remove(listener);
			}
		}
		listener.run();
		return () -> remove(listener);
	}

	private synchronized void remove(Runnable listener) {
		this.listeners.remove(listener);
	}

	synchronized int listenerCount() {
		return this.listeners.size();
	}

}
