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

/**
 * What one descriptor of a child is. The family grows with what
 * {@link SpawnOptions#stdio()} can hold.
 */
public sealed interface Stdio {

	/**
	 * Return {@code /dev/null}.
	 * @return the null device
	 */
	static Stdio discard() {
		return new Discard();
	}

	/**
	 * Return the descriptor that this process has under the same number.
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
	 * Return a pipe whose output is kept for {@link ChildProcess#lastLines()} only.
	 * @return the pipe
	 */
	static Stdio pipe() {
		return new Pipe(OutputStream.nullOutputStream());
	}

	/**
	 * Return a pipe whose output is forwarded.
	 * @param target where it goes: whole lines in one write, by a thread of the child's,
	 * with the stream as the lock; borrowed and never closed
	 * @return the pipe
	 */
	static Stdio pipeTo(OutputStream target) {
		return new Pipe(target);
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
	 * A pipe that this process reads.
	 *
	 * @param target where the output is forwarded to
	 */
	record Pipe(OutputStream target) implements Stdio {

	}

}
