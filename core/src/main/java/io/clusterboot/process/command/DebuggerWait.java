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

package io.clusterboot.process.command;

/**
 * Whether a JVM with a debug agent waits for a debugger before it runs the main class
 * ({@code suspend=y}, which is also what the agent does when nothing is said).
 */
public enum DebuggerWait {

	/**
	 * It runs at once.
	 */
	NONE("suspend=n"),

	/**
	 * It waits.
	 */
	UNTIL_ATTACHED("suspend=y");

	private final String setting;

	DebuggerWait(String setting) {
		this.setting = setting;
	}

	/**
	 * Return how the debug agent is told.
	 */
	String setting() {
		return this.setting;
	}

}
