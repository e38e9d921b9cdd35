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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.clusterboot.ipc.ReceivedHandle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Delivers messages to listeners, and keeps messages that arrive before the first
 * listener. When it holds many, it blocks the reader of the channel, and thereby the
 * sender.
 */
final class Mailbox {

	static final int LIMIT = 10_000;

	private final Deque<Letter> kept = new ArrayDeque<>();

	private final List<MessageListener> listeners = new CopyOnWriteArrayList<>();

	private final SerialDelivery delivery;

	private final Consumer<Throwable> failures;

	private boolean limited = true;

	private volatile long received;

	/**
	 * Create a mailbox.
	 * @param delivery keeps messages and other events in order
	 * @param failures receives the exceptions of listeners
	 */
	Mailbox(SerialDelivery delivery, Consumer<Throwable> failures) {
		this.delivery = delivery;
		this.failures = failures;
	}

	/**
	 * Take a message from the channel's reader thread.
	 */
	void put(JsonNode message, @Nullable ReceivedHandle handle) {
		Letter letter = new Letter(message, handle);
		synchronized (this) {
			this.received++;
			awaitRoom();
			if (this.listeners.isEmpty() || !this.kept.isEmpty()) {
				this.kept.add(letter);
				return;
			}
		}
		this.delivery.run(() -> deliver(letter));
	}

	private void awaitRoom() {
		boolean interrupted = false;
		while (this.limited && this.kept.size() >= LIMIT) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Keep all further messages without blocking, so that the end of the channel is
	 * reached.
	 */
	synchronized void lift() {
		this.limited = false;
		notifyAll();
	}

	Registration add(MessageListener listener, String threadName) {
		boolean first;
		synchronized (this) {
			this.listeners.add(listener);
			first = !this.kept.isEmpty();
		}
		if (first) {
			this.delivery.runElsewhere(threadName, this::deliverKept);
		}
		return () -> this.listeners.remove(listener);
	}

	private void deliverKept() {
		for (Letter letter = nextKept(); letter != null; letter = nextKept()) {
			deliver(letter);
		}
	}

	private synchronized @Nullable Letter nextKept() {
		if (this.listeners.isEmpty()) {
			return null;
		}
		notifyAll();
		return this.kept.poll();
	}

	long received() {
		return this.received;
	}

	private void deliver(Letter letter) {
		boolean taken = false;
		for (MessageListener listener : this.listeners) {
			try {
				listener.message(letter.message(), letter.handle());
				taken = true;
			}
			catch (Throwable ex) {
				this.failures.accept(ex);
			}
		}
		if (!taken && letter.handle() != null) {
			letter.handle().close();
		}
	}

	private record Letter(JsonNode message, @Nullable ReceivedHandle handle) {

	}

}
