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

import java.io.IOException;

/**
 * Thrown when a process could not be started. Nothing was left behind: there is no
 * process, and every descriptor that was opened for it is closed.
 */
public class SpawnException extends RuntimeException {

	private final String key;

	private final String value;

	SpawnException(String key, String value, String expected) {
		super(key + ": " + value + " (expected: " + expected + ")");
		this.key = key;
		this.value = value;
	}

	SpawnException(String message, IOException cause) {
		super(message + ": " + cause.getMessage(), cause);
		this.key = "";
		this.value = "";
	}

	/**
	 * Return what was wrong: {@code command} or {@code working-directory}.
	 * @return the key, empty if the system refused for another reason
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Return the value that was wrong.
	 * @return the value, empty if the system refused for another reason
	 */
	public String getValue() {
		return this.value;
	}

}
