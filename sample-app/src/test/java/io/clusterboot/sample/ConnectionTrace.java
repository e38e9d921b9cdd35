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

/**
 * What a client knows about a connection and its last request.
 *
 * @param workerPid the process that answers on it, 0 before its first answer
 * @param requests how many requests were made on it
 * @param received how many bytes of the last answer have come
 */
record ConnectionTrace(long workerPid, int requests, long received) {

	/**
	 * The header of an answer that names the process.
	 */
	static final String PID_HEADER = "served-by-pid";

	/**
	 * A connection that has not been used, or none at all.
	 */
	static final ConnectionTrace NEW = new ConnectionTrace(0, 0, 0);

	ConnectionTrace nextRequest() {
		return new ConnectionTrace(this.workerPid, this.requests + 1, 0);
	}

	ConnectionTrace received(int bytes) {
		return new ConnectionTrace(this.workerPid, this.requests, this.received + bytes);
	}

	ConnectionTrace answeredBy(long pid) {
		return new ConnectionTrace(pid, this.requests, this.received);
	}

}
