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

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps what it is told, for a test that waits for it.
 */
class RecordingListener implements ChannelListener {

	static final long DEADLINE_SECONDS = 120;

	final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	final CountDownLatch disconnected = new CountDownLatch(1);

	final AtomicInteger disconnects = new AtomicInteger();

	volatile @Nullable DisconnectCause cause;

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		this.events.add(new Event("message", message, handle, null));
	}

	@Override
	public void internalMessage(JsonNode message, @Nullable ReceivedHandle handle) {
		this.events.add(new Event("internal", message, handle, null));
	}

	@Override
	public void protocolError(ProtocolError error) {
		this.events.add(new Event("error", null, null, error));
	}

	@Override
	public void disconnected(DisconnectCause cause) {
		this.cause = cause;
		this.disconnects.incrementAndGet();
		this.disconnected.countDown();
	}

	Event next() {
		try {
			Event event = this.events.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
			if (event == null) {
				throw new AssertionError("Nothing happened within " + DEADLINE_SECONDS + " s");
			}
			return event;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	JsonNode nextMessage() {
		Event event = next();
		if (!event.what().equals("message")) {
			throw new AssertionError("Expected a message, but there was " + event);
		}
		return event.node();
	}

	ReceivedHandle nextHandle() {
		return next().received();
	}

	ProtocolError.Kind nextError() {
		ProtocolError error = next().error();
		if (error == null) {
			throw new AssertionError("Expected a protocol error");
		}
		return error.kind();
	}

	DisconnectCause awaitDisconnect() {
		try {
			if (!this.disconnected.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("No disconnect within " + DEADLINE_SECONDS + " s");
			}
			DisconnectCause result = this.cause;
			if (result == null) {
				throw new AssertionError("No cause");
			}
			return result;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * One call.
	 */
	record Event(String what, @Nullable JsonNode message, @Nullable ReceivedHandle handle,
			@Nullable ProtocolError error) {

		JsonNode node() {
			if (this.message == null) {
				throw new AssertionError("Expected a message, but there was " + this);
			}
			return this.message;
		}

		ReceivedHandle received() {
			if (this.handle == null) {
				throw new AssertionError("Expected a handle, but there was " + this);
			}
			return this.handle;
		}

	}

}
