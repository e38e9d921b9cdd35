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

package io.clusterboot.sample;

import java.io.Closeable;
import java.io.IOException;

/**
 * One client of a {@link Load}: it makes one request after the other, checks every byte
 * of the answers, and never asks again what was not answered. Used by one thread.
 */
interface LoadClient extends Closeable {

	/**
	 * Make the next request, on a new connection if there is none to use.
	 * @return whether the connection can be used again
	 * @throws IOException or its unchecked form, if the answer is not what it should be;
	 * the connection is closed then
	 */
	Outcome ask() throws IOException;

	/**
	 * What is known about the connection that was asked on last.
	 */
	ConnectionTrace trace();

	@Override
	void close();

	/**
	 * The state of a connection after a request.
	 */
	enum Outcome {

		/**
		 * The server keeps it.
		 */
		KEPT,

		/**
		 * The server ends it, in good order.
		 */
		LET_GO

	}

}
