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
import java.util.ArrayDeque;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The received descriptors whose messages were not read yet, in order. Owns them until
 * they are taken. Confined to the reader thread.
 */
final class ReceivedDescriptors implements Closeable {

	private final ArrayDeque<Integer> descriptors = new ArrayDeque<>();

	private boolean doubtful;

	void add(int[] received) {
		for (int descriptor : received) {
			this.descriptors.add(descriptor);
		}
	}

	/**
	 * Take the descriptor of the message that is being read.
	 * @return the handle, or {@code null} if there is none
	 */
	@Nullable Handle poll() {
		Integer descriptor = this.descriptors.poll();
		return (descriptor != null) ? Handle.adopt(descriptor) : null;
	}

	/**
	 * A message was lost. Its descriptor, if it had one, must not be taken for that of
	 * the next message.
	 */
	void doubt() {
		this.doubtful = true;
	}

	/**
	 * All messages that arrived are read: a descriptor that is left belongs to a lost
	 * message, if there was one.
	 * @return whether there was one; it is closed
	 */
	boolean closeDoubtful() {
		boolean found = this.doubtful && !this.descriptors.isEmpty();
		this.doubtful = false;
		if (found) {
			close();
		}
		return found;
	}

	@Override
	public void close() {
		for (Handle handle = poll(); handle != null; handle = poll()) {
			handle.close();
		}
	}

}
