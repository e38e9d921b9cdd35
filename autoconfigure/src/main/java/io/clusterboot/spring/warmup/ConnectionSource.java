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

package io.clusterboot.spring.warmup;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * Opens connections to the HTTP stack of this worker, past the socket that it shares with
 * others: for the server, they are connections it has accepted. May be used from any
 * thread.
 */
public interface ConnectionSource {

	/**
	 * Open a connection.
	 * @param timeout longest time that this may take
	 * @return the client's end, which the caller closes
	 * @throws IOException if there is no connection within the timeout
	 */
	Socket open(Duration timeout) throws IOException;

}
