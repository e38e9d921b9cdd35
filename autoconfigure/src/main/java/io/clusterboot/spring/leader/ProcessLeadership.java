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

package io.clusterboot.spring.leader;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeadershipGuard;

/**
 * The leadership as the memory shows it that the processes share.
 */
public final class ProcessLeadership implements ClusterLeadership {

	/**
	 * The id of a standalone application, which is a cluster of one worker.
	 */
	private static final int ONLY = 1;

	private final int worker;

	private final Supplier<LeaderTerm> term;

	private final LongSupplier leaseEnd;

	private final LongSupplier nanoTime;

	/**
	 * Create a new instance.
	 * @param worker the id of this worker
	 * @param term reads who leads
	 */
	public ProcessLeadership(int worker, Supplier<LeaderTerm> term) {
		this(worker, term, () -> 0, System::nanoTime);
	}

	/**
	 * Create a new instance.
	 * @param worker the id of this worker
	 * @param term reads who leads
	 * @param leaseEnd reads until when, 0 for no end
	 * @param nanoTime the clock of the lease
	 */
	public ProcessLeadership(int worker, Supplier<LeaderTerm> term, LongSupplier leaseEnd, LongSupplier nanoTime) {
		this.worker = worker;
		this.term = term;
		this.leaseEnd = leaseEnd;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the leadership of a master, which never leads.
	 * @return the leadership
	 */
	public static ProcessLeadership never() {
		return new ProcessLeadership(ONLY, () -> LeaderTerm.NONE);
	}

	/**
	 * Return the leadership of a standalone application, which always leads.
	 * @param epoch its epoch
	 * @return the leadership
	 */
	public static ProcessLeadership always(long epoch) {
		LeaderTerm own = new LeaderTerm(epoch, ONLY);
		return new ProcessLeadership(ONLY, () -> own);
	}

	@Override
	public Optional<LeadershipGuard> current() {
		boolean leased = isLeased();
		LeaderTerm now = this.term.get();
		return (leased && now.worker() == this.worker) ? Optional.of(new Guard(now)) : Optional.empty();
	}

	/**
	 * Return whether the lease goes on. It is read before the term, as it may be that of
	 * a later one.
	 */
	private boolean isLeased() {
		long end = this.leaseEnd.getAsLong();
		return end == 0 || this.nanoTime.getAsLong() - end < 0;
	}

	private final class Guard implements LeadershipGuard {

		private final LeaderTerm granted;

		private volatile boolean over;

		private Guard(LeaderTerm granted) {
			this.granted = granted;
		}

		@Override
		public long epoch() {
			return this.granted.epoch();
		}

		@Override
		public boolean isValid() {
			if (!this.over && !(isLeased() && ProcessLeadership.this.term.get().equals(this.granted))) {
				this.over = true;
			}
			return !this.over;
		}

		@Override
		public String toString() {
			return "leadership with epoch " + epoch();
		}

	}

}
