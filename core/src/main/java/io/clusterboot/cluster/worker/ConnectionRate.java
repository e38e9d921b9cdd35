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

package io.clusterboot.cluster.worker;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections this worker has served lately, over all of its servers, measured
 * at each beat of the {@link Heartbeat}.
 * <p>
 * May be used from any thread.
 */
public final class ConnectionRate implements HeartbeatObserver {

	/**
	 * The time that the rate is measured in.
	 */
	private static final Duration PERIOD = Duration.ofMillis(100);

	/**
	 * Number of connections in a period from which on all workers are busy.
	 */
	private static final long MANY = 128;

	private final LongAdder served = new LongAdder();

	private long servedBefore;

	private long measuredAt;

	private boolean measured;

	private volatile long perPeriod;

	/**
	 * Count a connection that this worker serves.
	 */
	public void served() {
		this.served.increment();
	}

	/**
	 * Return whether connections are many and end soon: in the last 100 ms there were
	 * more than are open, and so many that no worker waits for one.
	 * @param open the number of connections that are open
	 * @return whether they are brief
	 */
	public boolean isOfBriefConnections(long open) {
		long recent = this.perPeriod;
		return recent >= MANY && open < recent;
	}

	@Override
	public void beaten(long now, long pausedNanos) {
		long served = this.served.sum();
		long elapsed = now - this.measuredAt;
		this.perPeriod = (this.measured && elapsed > 0) ? (served - this.servedBefore) * PERIOD.toNanos() / elapsed : 0;
		this.servedBefore = served;
		this.measuredAt = now;
		this.measured = true;
	}

}
