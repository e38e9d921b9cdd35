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

/**
 * An error that has not been handled yet.
 *
 * @param id identifies the error, also when it is handled later
 * @param origin where it comes from
 * @param error the error
 */
public record UnhandledError(long id, Origin origin, Throwable error) {

	/**
	 * The origin of an error.
	 */
	public enum Origin {

		/**
		 * An uncaught exception ended a thread.
		 */
		THREAD,

		/**
		 * A future of this library failed and was not observed.
		 */
		FUTURE,

		/**
		 * A reactive library dropped it.
		 */
		DROPPED,

		/**
		 * A listener for messages or events threw an exception.
		 */
		LISTENER

	}

}
