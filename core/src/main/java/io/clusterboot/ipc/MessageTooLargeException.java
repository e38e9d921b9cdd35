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
 * A message is larger than the channel allows. No part of it was sent.
 */
public class MessageTooLargeException extends ChannelException {

	private final long size;

	private final long limit;

	/**
	 * Create an exception.
	 * @param channel the name of the channel
	 * @param size the size of the encoded message in bytes
	 * @param limit the size that is allowed
	 */
	public MessageTooLargeException(String channel, long size, long limit) {
		super("A message of %d bytes for the channel '%s' is too large (expected: <= %d)".formatted(size, channel,
				limit));
		this.size = size;
		this.limit = limit;
	}

	/**
	 * Return the size of the message.
	 * @return its size in bytes, as it would be sent
	 */
	public long getSize() {
		return this.size;
	}

	/**
	 * Return the limit.
	 * @return the size in bytes that is allowed
	 */
	public long getLimit() {
		return this.limit;
	}

}
