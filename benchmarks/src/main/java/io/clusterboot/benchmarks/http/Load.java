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

package io.clusterboot.benchmarks.http;

import java.util.List;

/**
 * How clients connect.
 */
enum Load {

	/**
	 * A new connection for each request.
	 */
	CLOSE("a connection a request", List.of("-H", "Connection: close")),

	/**
	 * Connections that are kept for all requests.
	 */
	KEEP_ALIVE("kept connections", List.of());

	private final String title;

	private final List<String> options;

	Load(String title, List<String> options) {
		this.title = title;
		this.options = options;
	}

	/**
	 * Return the options of {@code wrk} for this load.
	 */
	List<String> options() {
		return this.options;
	}

	@Override
	public String toString() {
		return this.title;
	}

}
