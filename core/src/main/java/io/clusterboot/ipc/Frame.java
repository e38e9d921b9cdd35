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
 * One outgoing frame, and the futures of its sender. Guarded by the lock of
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
	 * Created on demand, or with the outcome.
	 */
	private @Nullable CompletableFuture<Void> written;

	/**
	 * Completes with the acknowledgement; only for a frame with a handle.
	 */
	private final @Nullable CompletableFuture<Void> acknowledged;

	private int copied;

	private boolean failed;

	/**
	 * The number of attempts to send the handle that failed.
	 */
	int refusals;

	/**
	 * The deadline for the peer to acknowledge, or for this acknowledgement to be sent.
	 */
	long deadline;

	/**
	 * The position in the output buffer at which the frame ends.
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
	 * Copy as many bytes as there is room for.
	 * @return whether the whole frame is copied
	 */
	boolean copyTo(ByteBuffer target) {
		int count = Math.min(target.remaining(), this.bytes.length - this.copied);
		target.put(this.bytes, this.copied, count);
		this.copied += count;
		return this.copied == this.bytes.length;
	}

	/**
	 * Send the frame from its beginning.
	 */
	void rewind() {
		this.copied = 0;
	}

	/**
	 * Return the futures for the sender.
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
	 * The kernel took the frame.
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
	 * The peer acknowledged the handle.
	 */
	void acknowledged(CompletingLock lock) {
		if (this.acknowledged != null && this.handle != null) {
			lock.decideWhenClosed(this.acknowledged, this.handle);
		}
	}

	/**
	 * The peer did not acknowledge the handle, which is not sent again.
	 */
	void failHandle(ChannelException failure, CompletingLock lock) {
		this.failed = true;
		closeHandle();
		if (this.acknowledged != null) {
			lock.decide(this.acknowledged, failure);
		}
	}

	/**
	 * Fail the futures that are not decided yet.
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
