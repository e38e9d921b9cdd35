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

/**
 * Thrown when a command whose output is collected fails. The exception has the output up
 * to the failure.
 */
public class ExecException extends RuntimeException {

	private final Reason reason;

	private final String command;

	private final ExitStatus status;

	private final boolean killed;

	private final transient ExecResult output;

	ExecException(Reason reason, String message, String command, ExitStatus status, boolean killed, ExecResult output) {
		super(message);
		this.reason = reason;
		this.command = command;
		this.status = status;
		this.killed = killed;
		this.output = output;
	}

	/**
	 * Return the reason of the failure.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Return the command.
	 * @return its words, with spaces between them
	 */
	public String getCommand() {
		return this.command;
	}

	/**
	 * Return how the process ended.
	 * @return the status
	 */
	public ExitStatus getStatus() {
		return this.status;
	}

	/**
	 * Return whether this library sent the process a signal.
	 * @return whether a signal was sent
	 */
	public boolean isKilled() {
		return this.killed;
	}

	/**
	 * Return the output of the command.
	 * @return the output, cut at the limit
	 */
	public ExecResult getOutput() {
		return this.output;
	}

	/**
	 * The reason of a failure.
	 */
	public enum Reason {

		/**
		 * It ended with a code other than 0, or by a signal.
		 */
		EXIT,

		/**
		 * Its time limit passed.
		 */
		TIMEOUT,

		/**
		 * It wrote more to its output than the limit.
		 */
		STDOUT_MAX_BUFFER,

		/**
		 * It wrote more to its error output than the limit.
		 */
		STDERR_MAX_BUFFER

	}

}
