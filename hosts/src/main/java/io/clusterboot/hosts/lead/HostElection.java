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

package io.clusterboot.hosts.lead;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.clusterboot.cluster.master.LeasedLeadership;
import io.clusterboot.hosts.HostsEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.leader.AbstractCandidate;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.LeaderEventPublisher;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;

/**
 * Competes with the other hosts for the leadership, with a lock of the engine. It owns
 * the thread that does that.
 */
public final class HostElection implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HostElection.class);

	private static final String ROLE = "leader";

	/**
	 * How many extensions a lease has time for.
	 */
	private static final int EXTENSIONS = 8;

	/**
	 * The part of a lease that is not used, for clocks that do not run at the same rate,
	 * and for a leader that stops.
	 */
	private static final int MARGIN = 4;

	/**
	 * How long the end waits until the lock is given back.
	 */
	private static final long STOP_MILLIS = 3000;

	private final LeaseLock lock;

	private final LockRegistryLeaderInitiator initiator;

	private final SimpleAsyncTaskExecutor thread = new SimpleAsyncTaskExecutor("cluster-election-");

	/**
	 * Create an election that has not begun.
	 * @param engine has the lock
	 * @param leadership the leadership of this host
	 * @param lease after which the lock of a silent host is free
	 * @param host the id of this host
	 * @param executor asks the engine for numbers
	 */
	public HostElection(HostsEngine engine, LeasedLeadership leadership, Duration lease, String host,
			Executor executor) {
		Duration used = lease.minus(lease.dividedBy(MARGIN));
		this.lock = new LeaseLock(engine.locks(lease).obtain(ROLE), leadership,
				(begin) -> new HostLease(engine, executor, used, begin));
		this.initiator = new LockRegistryLeaderInitiator((key) -> this.lock, new Host(host));
		Duration beat = lease.dividedBy(EXTENSIONS);
		this.initiator.setHeartBeatMillis(beat.toMillis());
		this.initiator.setBusyWaitMillis(beat.dividedBy(2).toMillis());
		this.initiator.setLeaderEventPublisher(new NoEvents());
		this.thread.setDaemon(true);
		this.thread.setTaskTerminationTimeout(STOP_MILLIS);
		this.initiator.setTaskExecutor(this.thread);
	}

	/**
	 * Return how often a holder locks its lock again.
	 * @param lease the time of a lease
	 * @return the time between two attempts to get a lock
	 */
	public static Duration idle(Duration lease) {
		return lease.dividedBy(2L * EXTENSIONS);
	}

	/**
	 * Begin to compete.
	 */
	public void start() {
		this.initiator.start();
	}

	@Override
	public void close() {
		this.lock.close();
		this.initiator.stop();
		this.thread.close();
	}

	/**
	 * This host, which is told nothing that the lock does not know.
	 */
	private static final class Host extends AbstractCandidate {

		private Host(String id) {
			super(id, ROLE);
		}

		@Override
		public void onGranted(Context context) {
			logger.debug("Granted: {}", context);
		}

		@Override
		public void onRevoked(Context context) {
			logger.debug("Revoked: {}", context);
		}

	}

	/**
	 * The events of the leader initiator are about hosts; those of applications are about
	 * workers.
	 */
	private static final class NoEvents implements LeaderEventPublisher {

		@Override
		public void publishOnGranted(Object source, Context context, String role) {
		}

		@Override
		public void publishOnRevoked(Object source, Context context, String role) {
		}

		@Override
		public void publishOnFailedToAcquire(Object source, Context context, String role) {
		}

	}

}
