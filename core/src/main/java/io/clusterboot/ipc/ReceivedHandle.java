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

import java.io.Closeable;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A handle that came with a message. The receiver owns it.
 * <p>
 * The sender of a connection with a key may ask how many of those are still open here. A
 * receiver that releases the handle to another owner, such as a Netty channel, therefore
 * calls {@link #close()} once the connection has ended.
 */
public final class ReceivedHandle implements Closeable {

	private final Handle handle;

	private final HandleType type;

	private final @Nullable String key;

	private final @Nullable String dgramType;

	private @Nullable Runnable closed;

	ReceivedHandle(Handle handle, HandleType type, @Nullable String key, @Nullable String dgramType,
			@Nullable Runnable closed) {
		this.handle = handle;
		this.type = type;
		this.key = key;
		this.dgramType = dgramType;
		this.closed = closed;
	}

	/**
	 * Return the handle itself.
	 * @return the handle, which the receiver owns
	 */
	public Handle handle() {
		return this.handle;
	}

	/**
	 * Return the type that the sender states. {@link Handle#kind()} is what the operating
	 * system reports.
	 * @return the type
	 */
	public HandleType type() {
		return this.type;
	}

	/**
	 * Return the key of the server that accepted the connection.
	 * @return the sender's key, or {@code null}
	 */
	public @Nullable String key() {
		return this.key;
	}

	/**
	 * Return the family of a UDP socket.
	 * @return {@code udp4}, {@code udp6} or {@code null}
	 */
	public @Nullable String dgramType() {
		return this.dgramType;
	}

	/**
	 * Close the handle if it was not released, and count the socket as closed. Further
	 * calls have no effect.
	 */
	@Override
	public void close() {
		Runnable action;
		synchronized (this) {
			action = this.closed;
			this.closed = null;
		}
		this.handle.close();
		if (action != null) {
			action.run();
		}
	}

	@Override
	public String toString() {
		return "ReceivedHandle[" + this.type.wireName() + ", " + this.handle + "]";
	}

}
