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

package io.clusterboot.cluster.scoreboard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What the master publishes in shared memory, for workers to read without asking it: in
 * the row of a worker that worker, and in its own row the cluster. So a worker knows the
 * cluster even while the master is busy.
 * <p>
 * May be used from any thread; only the control loop of the master writes. A worker may
 * be read while it changes; its id is there last, and goes first.
 */
public final class PublishedState {

	static final int BYTES = 72;

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int ID = 0;

	private static final int SLOT = 8;

	private static final int PID = 16;

	private static final int GENERATION = 24;

	private static final int STATE = 32;

	private static final int SUMMARY = 40;

	private static final int PULSE = 48;

	private static final int LEADER = 56;

	private static final int LEASE = 64;

	private final ByteBuffer memory;

	PublishedState(ByteBuffer memory) {
		this.memory = memory;
	}

	/**
	 * Publish the worker of this row.
	 * @param worker the worker
	 */
	public void worker(PublishedWorker worker) {
		set(SLOT, worker.slot());
		set(PID, worker.pid());
		set(GENERATION, worker.generation());
		set(STATE, worker.state());
		set(ID, worker.id());
	}

	/**
	 * Return the worker of this row.
	 * @return the worker, empty if there is none
	 */
	public Optional<PublishedWorker> worker() {
		long id = get(ID);
		return (id == 0) ? Optional.empty() : Optional
			.of(new PublishedWorker((int) id, (int) get(SLOT), get(PID), (int) get(GENERATION), (int) get(STATE)));
	}

	/**
	 * The worker of this row is gone.
	 */
	void clear() {
		set(ID, 0);
	}

	/**
	 * Publish the cluster, in the master's row.
	 * @param summary the cluster
	 */
	public void summary(ClusterSummary summary) {
		set(SUMMARY, summary.toWord());
	}

	/**
	 * Return the cluster.
	 * @return the cluster, empty in the rows of workers, and where there is no master
	 * that publishes
	 */
	public Optional<ClusterSummary> summary() {
		long word = get(SUMMARY);
		return (word == 0) ? Optional.empty() : Optional.of(ClusterSummary.of(word));
	}

	/**
	 * Show, in the master's row, that the control loop makes progress.
	 * @param nanoTime the time of {@link System#nanoTime()}, whose clock all processes
	 * share
	 */
	public void pulse(long nanoTime) {
		set(PULSE, (nanoTime != 0) ? nanoTime : 1);
	}

	/**
	 * Return when the control loop of the master has shown progress.
	 * @return the time, 0 if it never has
	 */
	public long pulse() {
		return get(PULSE);
	}

	/**
	 * Publish, in the master's row, which worker leads.
	 * @param term the leader
	 */
	public void leader(LeaderTerm term) {
		set(LEADER, term.toWord());
	}

	/**
	 * Return which worker leads.
	 * @return the leader, {@link LeaderTerm#NONE} in the rows of workers
	 */
	public LeaderTerm leader() {
		return LeaderTerm.of(get(LEADER));
	}

	/**
	 * Publish, in the master's row, until when a worker may lead.
	 * @param end the time of {@link System#nanoTime()}, 0 for no end
	 */
	public void leaseEnd(long end) {
		set(LEASE, end);
	}

	/**
	 * Return until when a worker may lead. To be read before {@link #leader()}, as it may
	 * be that of a later leader.
	 * @return the time of {@link System#nanoTime()}, whose clock all processes share, 0
	 * if there is no end
	 */
	public long leaseEnd() {
		return get(LEASE);
	}

	private long get(int offset) {
		return (long) LONG.getAcquire(this.memory, offset);
	}

	private void set(int offset, long value) {
		LONG.setRelease(this.memory, offset, value);
	}

}
