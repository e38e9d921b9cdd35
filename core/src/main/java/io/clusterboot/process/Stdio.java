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

package io.clusterboot.process;

import java.io.OutputStream;

import io.clusterboot.handle.Handle;

/**
 * One descriptor of a child: an element of Node's {@code stdio} array, whose index is the
 * number of the descriptor in the child.
 */
public sealed interface Stdio {

	/**
	 * Return {@code /dev/null}, or nothing at all for a descriptor above 2. Node's
	 * {@code 'ignore'}.
	 * @return the null device
	 */
	static Stdio discard() {
		return new Discard();
	}

	/**
	 * Return the descriptor that this process has under the same number. Node's
	 * {@code 'inherit'}.
	 * @return the inherited descriptor
	 */
	static Stdio inherit() {
		return new Inherit();
	}

	/**
	 * Return a descriptor of this process.
	 * @param number its number here; borrowed while the child is started, and never
	 * closed
	 * @return the descriptor
	 */
	static Stdio descriptor(int number) {
		return new Descriptor(number);
	}

	/**
	 * Return a handle of this process, such as a listening socket.
	 * @param handle the handle; borrowed while the child is started, and never closed
	 * @return the descriptor
	 */
	static Stdio handle(Handle handle) {
		return new Descriptor(handle.descriptor());
	}

	/**
	 * Return a pipe that the owner of the {@link ChildProcess} reads or writes. Node's
	 * {@code 'pipe'}. Above 2 it is a pair of connected Unix-domain sockets, so that both
	 * sides read and write.
	 * @return the pipe
	 */
	static Stdio pipe() {
		return new Pipe();
	}

	/**
	 * Return a pipe whose output is forwarded as it comes, by a thread of the child's,
	 * and whose end is kept for {@link ChildProcess#lastLines()}.
	 * @param target where it goes: whole lines in one write, with the stream as the lock;
	 * borrowed and never closed
	 * @return the pipe
	 */
	static Stdio pipeTo(OutputStream target) {
		return new Forward(target);
	}

	/**
	 * Return a channel: messages and handles, as a forked process has them. One
	 * descriptor of a child can be that. Node's {@code 'ipc'}.
	 * @return the channel
	 */
	static Stdio ipc() {
		return new Ipc();
	}

	/**
	 * The null device.
	 */
	record Discard() implements Stdio {

	}

	/**
	 * The descriptor with the same number.
	 */
	record Inherit() implements Stdio {

	}

	/**
	 * A descriptor of this process.
	 *
	 * @param number its number here
	 */
	record Descriptor(int number) implements Stdio {

		/**
		 * Create a descriptor.
		 * @param number its number
		 */
		public Descriptor {
			if (number < 0) {
				throw new IllegalArgumentException("descriptor: " + number + " (expected: >= 0)");
			}
		}

	}

	/**
	 * A pipe whose other end is a stream of the {@link ChildProcess}.
	 */
	record Pipe() implements Stdio {

	}

	/**
	 * A pipe that this process reads and forwards.
	 *
	 * @param target where the output is forwarded to
	 */
	record Forward(OutputStream target) implements Stdio {

	}

	/**
	 * A channel for messages.
	 */
	record Ipc() implements Stdio {

	}

}
