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
 * A violation of the protocol by the peer. It was reported and counted, and the channel
 * goes on.
 *
 * @param kind the kind of error
 * @param detail one line about it, for a log
 */
public record ProtocolError(Kind kind, String detail) {

	/**
	 * The kinds of protocol errors.
	 */
	public enum Kind {

		/**
		 * A line that is not one JSON value.
		 */
		MALFORMED,

		/**
		 * An empty line.
		 */
		BLANK,

		/**
		 * A line over the limit; it was skipped.
		 */
		OVERSIZED,

		/**
		 * An unknown {@code NODE_} command.
		 */
		UNKNOWN_COMMAND,

		/**
		 * A handle of an unknown type; it was acknowledged and closed.
		 */
		UNKNOWN_HANDLE_TYPE,

		/**
		 * A message with a handle came without the descriptor; it was refused.
		 */
		MISSING_DESCRIPTOR,

		/**
		 * A descriptor came without a message; it was closed.
		 */
		UNEXPECTED_DESCRIPTOR,

		/**
		 * The operating system could not install all descriptors.
		 */
		TRUNCATED_DESCRIPTORS,

		/**
		 * An acknowledgement of a handle that was not sent.
		 */
		UNEXPECTED_ACK

	}

}
