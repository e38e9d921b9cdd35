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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One frame on its way out, and what its sender is told of it. Guarded by the lock of
 * {@link Outbound}.
 */
final class Frame {

	private static final byte[] ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NACK = "{\"cmd\":\"NODE_HANDLE_NACK\"}\n".getBytes(StandardCharsets.US_ASCII);

	/**
	 * The channel's own copy; closed when the peer has acknowledged it.
	 */
	final @Nullable Handle handle;

	private final byte[] bytes;

	private final boolean ack;

	/**
	 * Made when somebody asks, or when it is known.
	 */
	private @Nullable CompletableFuture<Void> written;

	/**
	 * Completes with the acknowledgement; only for a frame with a handle.
	 */
	private final @Nullable CompletableFuture<Void> acknowledged;

	private int copied;

	private boolean failed;

	/**
	 * How often the handle was sent without success.
	 */
	int refusals;

	/**
	 * When the peer has to acknowledge, or this acknowledgement has to be sent.
	 */
	long deadline;

	/**
	 * Where in the output buffer the frame ends.
	 */
	int end;

	Frame(byte[] bytes, @Nullable Handle handle) {
		this(bytes, handle, false);
	}

	private Frame(byte[] bytes, @Nullable Handle handle, boolean ack) {
		this.bytes = bytes;
		this.handle = handle;
		this.acknowledged = (handle != null) ? new CompletableFuture<>() : null;
		this.ack = ack;
	}

	static Frame ack() {
		return new Frame(ACK, null, true);
	}

	static Frame nack() {
		return new Frame(NACK, null, true);
	}

	/**
	 * Return whether this is our own acknowledgement of a handle.
	 */
	boolean isAck() {
		return this.ack;
	}

	int length() {
		return this.bytes.length;
	}

	/**
	 * Copy as much as there is room for.
	 * @return whether all of the frame is copied by now
	 */
	boolean copyTo(ByteBuffer target) {
		int count = Math.min(target.remaining(), this.bytes.length - this.copied);
		target.put(this.bytes, this.copied, count);
		this.copied += count;
		return this.copied == this.bytes.length;
	}

	/**
	 * The frame is to be sent from its beginning.
	 */
	void rewind() {
		this.copied = 0;
	}

	/**
	 * Tell the sender what is known so far.
	 */
	Sent sent(boolean writable) {
		CompletableFuture<Void> written = this.written;
		if (written == null) {
			written = new CompletableFuture<>();
			this.written = written;
		}
		return new Sent(writable && !this.failed, written, (this.acknowledged != null) ? this.acknowledged : written);
	}

	/**
	 * The kernel has the frame.
	 */
	void written(CompletingLock lock) {
		if (this.written != null) {
			lock.decide(this.written, null);
		}
		else if (!this.ack) {
			this.written = CompletableFuture.completedFuture(null);
		}
	}

	/**
	 * The peer has the handle.
	 */
	void acknowledged(CompletingLock lock) {
		if (this.acknowledged != null && this.handle != null) {
			lock.decideWhenClosed(this.acknowledged, this.handle);
		}
	}

	/**
	 * The peer is not known to have the handle, and no more is done about it.
	 */
	void failHandle(ChannelException failure, CompletingLock lock) {
		this.failed = true;
		closeHandle();
		if (this.acknowledged != null) {
			lock.decide(this.acknowledged, failure);
		}
	}

	/**
	 * What is not yet decided fails.
	 */
	void fail(ChannelException failure, CompletingLock lock) {
		if (this.written != null) {
			lock.decide(this.written, failure);
		}
		else if (!this.ack) {
			this.written = CompletableFuture.failedFuture(failure);
		}
		failHandle(failure, lock);
	}

	boolean isFailed() {
		return this.failed;
	}

	void closeHandle() {
		if (this.handle != null) {
			this.handle.close();
		}
	}

}
