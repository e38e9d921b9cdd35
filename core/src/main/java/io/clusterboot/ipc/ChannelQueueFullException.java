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

/**
 * The peer does not read, and the messages that wait for it have reached the limit. The
 * message was dropped; the channel goes on.
 */
public class ChannelQueueFullException extends ChannelException {

	private final long queued;

	private final long limit;

	/**
	 * Create an exception.
	 * @param channel the name of the channel
	 * @param size the size of the message in bytes
	 * @param queued the number of bytes that wait
	 * @param limit the number of bytes that may wait
	 */
	public ChannelQueueFullException(String channel, long size, long queued, long limit) {
		super("The queue of the channel '%s' is full: %d bytes wait, %d more do not fit (expected: <= %d)"
			.formatted(channel, queued, size, limit));
		this.queued = queued;
		this.limit = limit;
	}

	/**
	 * Return the size of the queue.
	 * @return the number of bytes that wait
	 */
	public long getQueued() {
		return this.queued;
	}

	/**
	 * Return the limit.
	 * @return the number of bytes that may wait
	 */
	public long getLimit() {
		return this.limit;
	}

}
