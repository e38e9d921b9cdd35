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
package io.clusterboot.spring.drain;

import java.util.concurrent.CompletableFuture;

/**
 * A server of a worker that can let its clients go. May be used from any thread.
 */
public interface DrainingServer {

	/**
	 * Take the connections that wait to be accepted, then leave the socket to the other
	 * workers.
	 * @return completes when no more connections follow
	 */
	CompletableFuture<Void> stopListening();

	/**
	 * Let each response from now on be the last one of its connection, and send GOAWAY
	 * where that exists. Called again and again while the worker drains, as a connection
	 * may begin to use HTTP/2 after the first call.
	 */
	void letClientsGo();

	/**
	 * Keep the connections for further requests again. Clients that were let go stay so.
	 */
	void keepClients();

	/**
	 * Return the number of connections that have not ended.
	 * @return the number
	 */
	int openConnections();

}
