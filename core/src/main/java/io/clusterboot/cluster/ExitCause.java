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

package io.clusterboot.cluster;

import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Why the process of a worker ended, as far as the master can tell. Immutable;
 * {@link Object#toString()} is what the log says.
 */
public sealed interface ExitCause {

	/**
	 * Return whether the worker failed, so that the exit counts for the restart
	 * intensity. It did not if its end was wanted: the master asked for it, or a user
	 * sent SIGKILL, SIGTERM, SIGINT or SIGHUP.
	 * @return whether it counts as a failure
	 */
	default boolean isFailure() {
		return true;
	}

	/**
	 * Return the name of this cause in metrics.
	 * @return lower case, with hyphens
	 */
	String kind();

	/**
	 * The worker was asked to end, and did.
	 *
	 * @param reason what for, such as {@code scale-down}
	 */
	record Asked(String reason) implements ExitCause {

		@Override
		public boolean isFailure() {
			return false;
		}

		@Override
		public String kind() {
			return "asked";
		}

		@Override
		public String toString() {
			return "asked to end: " + this.reason;
		}

	}

	/**
	 * The worker exited on its own account.
	 *
	 * @param status its exit code
	 */
	record Exited(ExitStatus status) implements ExitCause {

		@Override
		public String kind() {
			return "exit";
		}

		@Override
		public String toString() {
			return this.status.toString();
		}

	}

	/**
	 * The application of the worker ended: its start failed, or it closed its context.
	 *
	 * @param status its exit code
	 * @param reason what the worker announced
	 */
	record EndedByApplication(ExitStatus status, String reason) implements ExitCause {

		@Override
		public String kind() {
			return "application";
		}

		@Override
		public String toString() {
			return "ended by the application: " + this.reason;
		}

	}

	/**
	 * There was never a process: the master could not start one.
	 *
	 * @param reason why not
	 */
	record NotStarted(String reason) implements ExitCause {

		/**
		 * Return {@code false}, since it says nothing about the worker.
		 */
		@Override
		public boolean isFailure() {
			return false;
		}

		@Override
		public String kind() {
			return "not-started";
		}

		@Override
		public String toString() {
			return "not started: " + this.reason;
		}

	}

	/**
	 * A signal from outside the cluster ended the worker. Its sender is unknown.
	 *
	 * @param signal the signal
	 */
	record Signalled(Signal signal) implements ExitCause {

		@Override
		public boolean isFailure() {
			return switch (this.signal) {
				case SIGKILL, SIGTERM, SIGINT, SIGHUP -> false;
				default -> true;
			};
		}

		@Override
		public String kind() {
			return "signal";
		}

		@Override
		public String toString() {
			return "killed from outside with " + this.signal;
		}

	}

	/**
	 * The JVM crashed.
	 *
	 * @param signal how it ended, mostly SIGABRT
	 * @param report the file that it wrote a report to ({@code hs_err_pid….log}), or
	 * {@code null} if its output names none
	 */
	record JvmCrash(Signal signal, @Nullable String report) implements ExitCause {

		@Override
		public String kind() {
			return "jvm-crash";
		}

		@Override
		public String toString() {
			return "crash of the JVM (" + this.signal + ((this.report != null) ? "), see " + this.report : ")");
		}

	}

	/**
	 * The kernel killed the worker, since memory ran out, of the control group or the
	 * machine.
	 */
	record KernelOutOfMemory() implements ExitCause {

		@Override
		public String kind() {
			return "kernel-oom";
		}

		@Override
		public String toString() {
			return "killed by the kernel, out of memory";
		}

	}

	/**
	 * The JVM ended itself because of an {@link OutOfMemoryError}
	 * ({@code -XX:+ExitOnOutOfMemoryError}, or {@code +CrashOnOutOfMemoryError}).
	 *
	 * @param status its exit code
	 * @param message the last line that named the error
	 */
	record JavaOutOfMemory(ExitStatus status, String message) implements ExitCause {

		@Override
		public String kind() {
			return "java-oom";
		}

		@Override
		public String toString() {
			return "Java out of memory (" + this.message + "; " + this.status + ")";
		}

	}

	/**
	 * The master ended the worker with a signal, since the worker missed a deadline.
	 *
	 * @param reason what the worker failed to do
	 * @param signal the signal
	 */
	record KilledByMaster(String reason, Signal signal) implements ExitCause {

		@Override
		public String kind() {
			return "killed";
		}

		@Override
		public String toString() {
			return "killed by the master with " + this.signal + ": " + this.reason;
		}

	}

}
