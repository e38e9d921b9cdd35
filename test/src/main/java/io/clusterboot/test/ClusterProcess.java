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

package io.clusterboot.test;

import java.time.Duration;

import io.clusterboot.test.process.Deadline;
import io.clusterboot.test.process.ProcessSignal;
import io.clusterboot.test.process.ProcessThreads;
import org.jspecify.annotations.Nullable;

/**
 * A process of a cluster under test, to disturb it from outside as an operating system
 * does. Two are equal if they are the same process. Methods wait for the outcome, at most
 * for the timeout of the cluster, and fail with the last lines of output. They may be
 * called from any thread.
 */
public abstract sealed class ClusterProcess permits MasterProcess, WorkerProcess {

	private final StartedProcesses processes;

	private final ProcessHandle handle;

	ClusterProcess(StartedProcesses processes, ProcessHandle handle) {
		this.processes = processes;
		this.handle = handle;
	}

	/**
	 * Return its process id.
	 * @return the id
	 */
	public long pid() {
		return this.handle.pid();
	}

	/**
	 * Return whether the process has not ended.
	 * @return whether it is alive
	 */
	public boolean isAlive() {
		return this.handle.isAlive();
	}

	/**
	 * Return its handle.
	 * @return the handle, which is not confused by another process with the same id
	 */
	public ProcessHandle handle() {
		return this.handle;
	}

	/**
	 * Kill it with SIGKILL, which no process can handle, and wait for its end.
	 */
	public void kill() {
		this.processes.remember();
		this.handle.destroyForcibly();
		awaitExit();
	}

	/**
	 * Ask it to end with SIGTERM, and wait until it has finished its requests and ended.
	 */
	public void terminate() {
		this.processes.remember();
		this.handle.destroy();
		awaitExit();
	}

	/**
	 * Stop all its threads with SIGSTOP, and wait until they are stopped. A master ends a
	 * worker that makes no progress for the time {@code cluster.liveness-timeout}.
	 */
	public void freeze() {
		this.processes.froze(this.handle);
		if (!ProcessSignal.STOP.send(pid())) {
			throw failure("cannot be stopped", null);
		}
		if (!Deadline.in(timeout()).await(() -> ProcessThreads.of(pid()).areStopped())) {
			throw failure("is not stopped after " + timeout(), null);
		}
	}

	/**
	 * Let it go on after {@link #freeze()}. Nothing happens if it is not stopped, or has
	 * ended.
	 */
	public void thaw() {
		this.processes.thaw(this.handle);
	}

	/**
	 * Wait for its end.
	 */
	public void awaitExit() {
		if (!StartedProcesses.ended(this.handle, timeout())) {
			throw failure("has not ended after " + timeout(), null);
		}
	}

	StartedProcesses processes() {
		return this.processes;
	}

	Duration timeout() {
		return this.processes.timeout();
	}

	AssertionError failure(String what, @Nullable Throwable cause) {
		return this.processes.failure(this + " " + what, cause);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ClusterProcess process && this.handle.equals(process.handle);
	}

	@Override
	public int hashCode() {
		return this.handle.hashCode();
	}

}
