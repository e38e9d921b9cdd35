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

package io.clusterboot.cluster.master;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.loop.ControlLoop.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this cluster may have a leader, and the numbers of its leaderships. Without
 * leases it always may. With leases it may as long as it has one that has not ended by
 * the clock of this host, whatever the engine of the lease does meanwhile. Confined to
 * the control loop.
 */
final class Mandate {

	/**
	 * How long after a number that could not be drawn the next one is.
	 */
	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(Mandate.class);

	private final ControlLoop loop;

	private final LongConsumer shared;

	private final LongSupplier smallest;

	private Runnable change = () -> {
	};

	private boolean leased;

	private @Nullable LeadershipLease lease;

	/**
	 * The end of the lease that the workers know.
	 */
	private long end;

	private @Nullable Timer timer;

	/**
	 * Create a new instance.
	 * @param shared publishes the end of the lease
	 * @param smallest gives the smallest epoch at this moment without leases
	 */
	Mandate(ControlLoop loop, LongConsumer shared, LongSupplier smallest) {
		this.loop = loop;
		this.shared = shared;
		this.smallest = smallest;
	}

	/**
	 * Set what is called when the mandate begins or ends.
	 */
	void onChange(Runnable receiver) {
		this.change = receiver;
	}

	/**
	 * There is a leader only with a lease from now on.
	 */
	void requireLease() {
		this.leased = true;
		this.change.run();
	}

	boolean isValid() {
		return !this.leased || (this.lease != null && this.loop.nanoTime() - this.end < 0);
	}

	/**
	 * Draw the number of the next leadership.
	 * @param after the number of the last one
	 * @param receiver receives the number, 0 if there is none; what lasts until then may
	 * have ended
	 */
	void nextEpoch(long after, LongConsumer receiver) {
		LeadershipLease current = this.lease;
		if (!this.leased || current == null) {
			receiver.accept(Math.max(after + 1, this.smallest.getAsLong()));
			return;
		}
		current.nextEpoch(after)
			.whenComplete((number, failure) -> this.loop.execute(() -> drawn(current, number, failure, receiver)));
	}

	/**
	 * A number was drawn. If the lease has not ended since, it was drawn while no other
	 * host had one, so all later leaderships have a larger number.
	 */
	private void drawn(LeadershipLease from, @Nullable Long number, @Nullable Throwable failure,
			LongConsumer receiver) {
		boolean current = from == this.lease && isValid();
		receiver.accept((current && number != null) ? number : 0);
		if (current && number == null) {
			logger.debug("No number for a leader, next attempt in {} s", RETRY.toSeconds(), failure);
			this.loop.schedule(RETRY, this.change);
		}
		else if (!current) {
			this.change.run();
		}
	}

	void granted(LeadershipLease granted) {
		this.lease = granted;
		share(granted.endNanos());
		this.change.run();
	}

	/**
	 * A lease was extended. One that had ended before the workers knew that is over: they
	 * may have acted on its end.
	 */
	void extended(LeadershipLease extended) {
		if (extended != this.lease) {
			return;
		}
		long former = this.end;
		share(extended.endNanos());
		if (this.loop.nanoTime() - former >= 0) {
			end("it was extended too late");
		}
	}

	void ended(LeadershipLease ended) {
		if (ended == this.lease) {
			end("it was given back");
		}
	}

	/**
	 * There is no worker that could lead: another host may have one.
	 */
	void unused() {
		if (this.lease != null) {
			end("no worker can lead");
		}
	}

	private void share(long next) {
		this.end = (next != 0) ? next : 1;
		Attempt.to("publish the end of a lease", () -> this.shared.accept(this.end));
		Timer former = this.timer;
		if (former != null) {
			former.cancel();
		}
		this.timer = this.loop.schedule(Duration.ofNanos(Math.max(0, this.end - this.loop.nanoTime())), this::expired);
	}

	private void expired() {
		if (this.lease != null && this.loop.nanoTime() - this.end >= 0) {
			end("it was not extended in time");
		}
	}

	private void end(String reason) {
		logger.debug("The lease of the leadership is over: {}", reason);
		LeadershipLease former = this.lease;
		this.lease = null;
		if (former != null) {
			Attempt.to("report the end of a lease", former::over);
		}
		this.change.run();
	}

}
