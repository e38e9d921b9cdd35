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

package io.clusterboot.cluster.worker;

/**
 * A server that is offered the connections that the master accepted for it.
 */
public interface ConnectionReceiver {

	/**
	 * The master offers a connection. It is called on the channel's reader thread or on
	 * the one that has just begun to receive, and must not block it.
	 * @param connection the connection, to be {@linkplain OfferedConnection#taken()
	 * taken} or {@linkplain OfferedConnection#decline() declined}, now or soon, on any
	 * thread
	 */
	void offered(OfferedConnection connection);

}
