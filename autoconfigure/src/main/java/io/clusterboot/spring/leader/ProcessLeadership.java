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

	/**
	 * Create a new instance.
	 * @param worker the id of this worker
	 * @param term reads who leads
	 */
	public ProcessLeadership(int worker, Supplier<LeaderTerm> term) {
		this.worker = worker;
		this.term = term;
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
		LeaderTerm now = this.term.get();
		return (now.worker() == this.worker) ? Optional.of(new Guard(now)) : Optional.empty();
	}

	private final class Guard implements LeadershipGuard {

		private final LeaderTerm granted;

		private Guard(LeaderTerm granted) {
			this.granted = granted;
		}

		@Override
		public long epoch() {
			return this.granted.epoch();
		}

		@Override
		public boolean isValid() {
			return ProcessLeadership.this.term.get().equals(this.granted);
		}

		@Override
		public String toString() {
			return "leadership with epoch " + epoch();
		}

	}

}
