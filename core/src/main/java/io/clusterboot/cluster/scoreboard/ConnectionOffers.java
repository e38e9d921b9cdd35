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

/**
 * The connections that the master offers to a worker, in shared memory. The worker claims
 * an offer before it serves the connection, the master withdraws it before it assigns the
 * connection to another worker, and the first of the two wins. A message could not decide
 * that: a worker that was stopped while a connection was on its way may wake up at any
 * moment.
 * <p>
 * An offer has a number that is never used again for this worker; the remainder by
 * {@value #CAPACITY} is its index in memory. A worker that does not claim what it serves
 * is offered nothing here, and nothing is withdrawn from it.
 * <p>
 * May be used from any thread.
 */
public final class ConnectionOffers {

	/**
	 * Largest number of open offers.
	 */
	public static final int CAPACITY = 64;

	static final int BYTES = (1 + CAPACITY) * Long.BYTES;

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int CLAIMING = 0;

	private static final int STATES = 4;

	private static final int OPEN = 1;

	private static final int CLAIMED = 2;

	private static final int WITHDRAWN = 3;

	private final ByteBuffer memory;

	ConnectionOffers(ByteBuffer memory) {
		this.memory = memory;
	}

	/**
	 * Promise, as a worker, to claim each connection before it is served.
	 */
	public void beginClaiming() {
		LONG.setRelease(this.memory, CLAIMING, 1L);
	}

	/**
	 * Return whether the worker claims what it serves.
	 * @return whether it has promised to
	 */
	public boolean isClaiming() {
		return (long) LONG.getAcquire(this.memory, CLAIMING) != 0;
	}

	/**
	 * Make an offer, as the master.
	 * @param number its number, at whose index there is no open offer
	 */
	public void open(long number) {
		LONG.setVolatile(this.memory, offset(number), word(number, OPEN));
	}

	/**
	 * Claim a connection, as the worker.
	 * @param number the number of the offer
	 * @return {@code false} if it was withdrawn
	 */
	public boolean claim(long number) {
		return decide(number, CLAIMED);
	}

	/**
	 * Withdraw an offer, as the master.
	 * @param number the number of the offer
	 * @return {@code false} if the worker has claimed the connection
	 */
	public boolean withdraw(long number) {
		return decide(number, WITHDRAWN);
	}

	/**
	 * Return whether the worker serves a connection, as the master.
	 * @param number the number of the offer
	 * @return whether the worker has claimed it
	 */
	public boolean isClaimed(long number) {
		return (long) LONG.getAcquire(this.memory, offset(number)) == word(number, CLAIMED);
	}

	private boolean decide(long number, int state) {
		return LONG.compareAndSet(this.memory, offset(number), word(number, OPEN), word(number, state));
	}

	private static int offset(long number) {
		return (1 + (int) (number % CAPACITY)) * Long.BYTES;
	}

	private static long word(long number, int state) {
		return number * STATES + state;
	}

}
