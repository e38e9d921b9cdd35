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

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a message that was sent. The sender may ignore it.
 *
 * @param writable {@code false} if the peer is slower than the sender, which should wait
 * for {@code written} before it sends more, or if the message was not taken at all
 * @param written completes when the operating system took the message: in the order in
 * which messages were sent, on the thread that wrote it. Fails with a
 * {@link ChannelException}: {@link ChannelClosedException},
 * {@link MessageTooLargeException} or {@link ChannelQueueFullException}
 * @param acknowledged for a message with a handle, completes when the peer acknowledges
 * the handle; fails as {@code written} does, and with
 * {@link HandleNotAcknowledgedException}. For other messages it is {@code written}
 */
public record Sent(boolean writable, CompletableFuture<Void> written, CompletableFuture<Void> acknowledged) {

	/**
	 * Return why the channel did not take the message.
	 * @return the reason, {@code null} if the message was taken or already written
	 */
	public @Nullable String refusal() {
		if (!this.written.isCompletedExceptionally()) {
			return null;
		}
		return this.written.handle((done, failure) -> failure.getMessage()).join();
	}

	static Sent failed(ChannelException failure) {
		CompletableFuture<Void> failed = CompletableFuture.failedFuture(failure);
		return new Sent(false, failed, failed);
	}

}
