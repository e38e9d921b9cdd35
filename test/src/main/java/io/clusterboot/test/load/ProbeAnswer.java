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

package io.clusterboot.test.load;

import java.util.Locale;
import java.util.Map;

/**
 * A complete answer.
 *
 * @param status the status code
 * @param headers the headers, by their names in lower case
 */
public record ProbeAnswer(int status, Map<String, String> headers) {

	/**
	 * Create an answer.
	 */
	public ProbeAnswer {
		headers = Map.copyOf(headers);
	}

	/**
	 * Return a header.
	 * @param name its name, in any case
	 * @return its value, empty if there is none
	 */
	public String header(String name) {
		return this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
	}

	/**
	 * Return whether the server takes another request on the connection.
	 * @return whether it did not say that it closes it
	 */
	public boolean keepsConnection() {
		return !header("connection").equalsIgnoreCase("close");
	}

}
