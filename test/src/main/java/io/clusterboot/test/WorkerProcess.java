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

import java.io.IOException;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.test.control.WorkerLink;

/**
 * A worker of a cluster under test. When it has ended, the master forks another one into
 * its slot; {@link TestCluster#awaitReady()} waits for it.
 */
public final class WorkerProcess extends ClusterProcess {

	private final TestCluster cluster;

	private final int id;

	private final int slot;

	private final int generation;

	WorkerProcess(TestCluster cluster, StartedProcesses processes, ProcessHandle handle, WorkerStatus status) {
		super(processes, handle);
		this.cluster = cluster;
		this.id = status.id();
		this.slot = status.slot();
		this.generation = status.generation();
	}

	/**
	 * Return its worker id.
	 * @return 1, 2, 3 …, never reused
	 */
	public int id() {
		return this.id;
	}

	/**
	 * Return its slot.
	 * @return the index, from 0
	 */
	public int slot() {
		return this.slot;
	}

	/**
	 * Return its generation.
	 * @return the number of rolling restarts before it was forked
	 */
	public int generation() {
		return this.generation;
	}

	/**
	 * Return its state, as the master has it now.
	 * @return the state, {@link WorkerState#DEAD} when the master has noticed its end
	 */
	public WorkerState state() {
		return this.cluster.status().worker(this.id).map(WorkerStatus::state).orElse(WorkerState.DEAD);
	}

	/**
	 * Wait until it is in a state.
	 * @param state the state
	 */
	public void awaitState(WorkerState state) {
		this.cluster.await("%s in state %s".formatted(this, state),
				(status) -> status.worker(this.id).map(WorkerStatus::state).orElse(WorkerState.DEAD) == state);
	}

	/**
	 * Wait for its end, and until the master has noticed it.
	 */
	@Override
	public void awaitExit() {
		super.awaitExit();
		if (this.cluster.master().isAlive()) {
			awaitState(WorkerState.DEAD);
		}
	}

	/**
	 * Block its event loops, and each thread that gets a request: it accepts connections
	 * perhaps, and answers nothing, while the rest of its JVM goes on. Only a worker that
	 * runs from the class path of the tests can be blocked.
	 * @throws IllegalStateException if it runs from a jar
	 */
	public void block() {
		WorkerLink link = link();
		if (!link.exists()) {
			throw new IllegalStateException(
					"%s cannot be blocked (expected: an application on the class path of the tests, with "
							+ "clusterboot-spring-boot-test; freeze() stops any process)".formatted(this));
		}
		this.cluster.blocked(this);
		try {
			link.block();
		}
		catch (IOException ex) {
			throw failure("is not blocked", ex);
		}
	}

	/**
	 * Let it go on after {@link #block()}. Nothing happens if it has ended.
	 */
	public void unblock() {
		try {
			link().unblock();
		}
		catch (IOException ex) {
			if (isAlive() && state() != WorkerState.DEAD) {
				throw failure("is not unblocked", ex);
			}
		}
	}

	private WorkerLink link() {
		return WorkerLink.to(processes().folder().path(), pid());
	}

	@Override
	public String toString() {
		return "Worker %d (slot %d, pid %d)".formatted(this.id, this.slot, pid());
	}

}
