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

/**
 * What a server speaks.
 *
 * @param secure whether it speaks TLS
 * @param http1 whether it speaks HTTP/1.1
 * @param http2 whether it speaks HTTP/2
 */
public record ServerProtocols(boolean secure, boolean http1, boolean http2) {

	/**
	 * Return whether a connection should speak HTTP/2: every second one, where the server
	 * speaks both.
	 * @param connection the number of the connection
	 */
	boolean isHttp2(int connection) {
		return this.http2 && (!this.http1 || connection % 2 == 1);
	}

}
