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

import java.util.Map;

/**
 * The version of a format that master and workers share. Both sides have the same
 * constant unless a rolling restart started a worker with another ClusterBoot.
 * <p>
 * The master puts its version in the worker's environment. The worker compares it with
 * its own before it uses the format. Immutable, and safe for use by any thread.
 *
 * @param subject the name of the format in messages
 * @param variable the environment variable that carries the master's version
 * @param number the version of this side, 1 or more
 */
public record SharedVersion(String subject, String variable, int number) {

	private static final String NONE = "none";

	/**
	 * Return the value of the variable.
	 * @return the number as text
	 */
	public String value() {
		return Integer.toString(this.number);
	}

	/**
	 * Check, in a worker, that its master has the same version.
	 * @param environment the environment as the process got it
	 * @throws VersionMismatchException if the master has another version or none
	 */
	public void requireMasterIn(Map<String, String> environment) {
		String master = environment.getOrDefault(this.variable, NONE);
		if (!master.equals(value())) {
			throw new VersionMismatchException(mismatch(master, value()));
		}
	}

	/**
	 * Check, in a worker, that the master's version is the same.
	 * @param master the master's version, 0 if it has none
	 * @throws VersionMismatchException if it is not
	 */
	public void requireMaster(int master) {
		if (master != this.number) {
			throw new VersionMismatchException(mismatch(text(master), value()));
		}
	}

	/**
	 * Describe, in the master, the mismatch with a worker.
	 * @param worker the worker's version, 0 if it has none
	 * @return a text with both versions and the remedy
	 */
	public String mismatchWithWorker(int worker) {
		return mismatch(value(), text(worker));
	}

	private String mismatch(String master, String worker) {
		return "%s: version %s in the master, version %s in the worker (expected: the same; ".formatted(this.subject,
				master, worker) + "restart the master to run another ClusterBoot version)";
	}

	private static String text(int number) {
		return (number > 0) ? Integer.toString(number) : NONE;
	}

}
