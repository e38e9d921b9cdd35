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

package io.clusterboot.spring.command;

/**
 * The exit codes of commands.
 */
enum ExitCode {

	/**
	 * It was done, or accepted where nobody wanted to wait.
	 */
	DONE(0),

	/**
	 * It was not done; the reason is printed.
	 */
	FAILED(1),

	/**
	 * An option is missing or wrong.
	 */
	USAGE(2),

	/**
	 * No master of the application runs.
	 */
	NO_MASTER(3),

	/**
	 * Several masters of the application run.
	 */
	SEVERAL_MASTERS(4),

	/**
	 * The master runs, and does not answer.
	 */
	SILENT_MASTER(5),

	/**
	 * It was not done in time, and goes on; the code of {@code timeout}.
	 */
	LATE(124);

	private final int number;

	ExitCode(int number) {
		this.number = number;
	}

	int number() {
		return this.number;
	}

}
