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

import org.jspecify.annotations.Nullable;

/**
 * The channel is closed or disconnecting, or the peer is gone, so a message was not sent
 * or a handle not acknowledged. Node's {@code ERR_IPC_CHANNEL_CLOSED} and {@code EPIPE}.
 */
public class ChannelClosedException extends ChannelException {

	/**
	 * Create an exception.
	 * @param channel the name of the channel
	 * @param cause the error of the operating system, if there is one
	 */
	public ChannelClosedException(String channel, @Nullable Throwable cause) {
		super("The channel '%s' is closed".formatted(channel), cause);
	}

}
