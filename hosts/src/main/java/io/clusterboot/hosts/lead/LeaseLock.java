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

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.LongFunction;

import io.clusterboot.cluster.master.LeasedLeadership;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock that a host leads with, as the leader initiator uses it: it locks the lock
 * again from time to time, which extends the lease. Here the lease is measured by the
 * clock of this host. An engine that does not answer ends nothing before the lease ends;
 * a lease that has ended is never extended, also where the engine would do that. Confined
 * to the thread of the leader initiator.
 */
final class LeaseLock implements Lock {

	private static final Logger logger = LoggerFactory.getLogger(LeaseLock.class);

	private final Lock delegate;

	private final LeasedLeadership leadership;

	private final LongFunction<HostLease> leases;

	/**
	 * How often the lock of the engine is locked by this thread.
	 */
	private int holds;

	/**
	 * How often the engine did not answer, and the holder was told that it holds the
	 * lock.
	 */
	private int unanswered;

	private @Nullable HostLease lease;

	private volatile boolean closed;

	/**
	 * Create a new instance.
	 * @param delegate the lock of the engine
	 * @param leadership the leadership of this host
	 * @param leases creates a lease that begins at a time
	 */
	LeaseLock(Lock delegate, LeasedLeadership leadership, LongFunction<HostLease> leases) {
		this.delegate = delegate;
		this.leadership = leadership;
		this.leases = leases;
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		HostLease current = this.lease;
		if (current == null && (this.closed || !this.leadership.isReady())) {
			throw new IllegalStateException("No worker of this host can lead");
		}
		long begin = System.nanoTime();
		boolean acquired;
		try {
			acquired = this.delegate.tryLock(time, unit);
		}
		catch (RuntimeException ex) {
			return answerless(current, ex);
		}
		if (acquired) {
			this.holds++;
		}
		return (current != null) ? extend(current, begin, acquired) : grant(begin, acquired);
	}

	private boolean grant(long begin, boolean acquired) {
		if (acquired) {
			HostLease granted = this.leases.apply(begin);
			this.lease = granted;
			logger.info("This host leads: one of its workers is the leader of all hosts");
			this.leadership.granted(granted);
		}
		return acquired;
	}

	private boolean extend(HostLease current, long begin, boolean acquired) {
		if (!acquired || current.isLost() || this.closed) {
			giveUp(current);
			return false;
		}
		current.extend(begin);
		this.leadership.extended(current);
		return true;
	}

	private boolean answerless(@Nullable HostLease current, RuntimeException failure) {
		if (current == null) {
			throw failure;
		}
		if (current.isLost()) {
			giveUp(current);
			throw failure;
		}
		logger.debug("The lease was not extended", failure);
		this.unanswered++;
		return true;
	}

	private void giveUp(HostLease current) {
		this.lease = null;
		this.unanswered = 0;
		logger.info("This host no longer leads");
		this.leadership.ended(current);
		while (this.holds > 0) {
			this.holds--;
			try {
				this.delegate.unlock();
			}
			catch (RuntimeException ex) {
				logger.debug("A lock that is lost cannot be given back", ex);
			}
		}
	}

	@Override
	public void unlock() {
		HostLease current = this.lease;
		if (this.closed && current != null) {
			awaitStepDown(current);
			giveUp(current);
		}
		else if (this.unanswered > 0) {
			this.unanswered--;
		}
		else if (this.holds > 1) {
			this.holds--;
			this.delegate.unlock();
		}
		else if (current != null) {
			awaitStepDown(current);
			giveUp(current);
		}
	}

	/**
	 * Wait until the worker that leads has stopped what it does, as long as no other host
	 * can lead.
	 */
	private void awaitStepDown(HostLease current) {
		boolean interrupted = Thread.interrupted();
		try {
			this.leadership.ended(current)
				.get(Math.max(0, current.endNanos() - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The leader has not stopped before the lease ended", ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Hold no lease from now on. May be called from any thread.
	 */
	void close() {
		this.closed = true;
	}

	@Override
	public void lock() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void lockInterruptibly() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean tryLock() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException();
	}

}
