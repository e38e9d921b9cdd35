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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One frame on its way out. Guarded by the lock of {@link Outbound}.
 */
final class Frame {

	private static final byte[] ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NACK = "{\"cmd\":\"NODE_HANDLE_NACK\"}\n".getBytes(StandardCharsets.US_ASCII);

	final byte[] bytes;

	/**
	 * The channel's own copy; closed when the peer has answered.
	 */
	final @Nullable Handle handle;

	final boolean answer;

	@Nullable CompletableFuture<Void> written;

	/**
	 * Completes with the answer; only for a frame with a handle.
	 */
	final @Nullable CompletableFuture<Void> acknowledged;

	/**
	 * How many bytes were copied to the output buffer.
	 */
	int copied;

	/**
	 * Where in the stream the frame ends, once it is copied as a whole.
	 */
	long end;

	/**
	 * Whether the kernel has the descriptor.
	 */
	boolean departed;

	boolean expired;

	long deadline;

	int attempts;

	Frame(byte[] bytes, @Nullable Handle handle) {
		this(bytes, handle, false);
	}

	private Frame(byte[] bytes, @Nullable Handle handle, boolean answer) {
		this.bytes = bytes;
		this.handle = handle;
		this.acknowledged = (handle != null) ? new CompletableFuture<>() : null;
		this.answer = answer;
	}

	static Frame ack() {
		return new Frame(ACK, null, true);
	}

	static Frame nack() {
		return new Frame(NACK, null, true);
	}

	void closeHandle() {
		if (this.handle != null) {
			this.handle.close();
		}
	}

}
