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

package io.clusterboot.spring.netty;

import io.netty.util.concurrent.Future;

/**
 * What an {@link AcceptPhase} asks and does. Used on the event loop of the server.
 */
interface AcceptEffects {

	/**
	 * Return whether the server wants connections from the listening socket.
	 */
	boolean isWanted();

	/**
	 * Return whether a phase is still the current one.
	 */
	boolean isIn(AcceptPhase phase);

	/**
	 * Return whether other workers accept on the socket too.
	 */
	boolean isShared();

	/**
	 * Return whether another worker should have the next connection.
	 */
	boolean isAhead();

	/**
	 * Return whether so many connections come and go that all workers are busy, and need
	 * not wait in turns.
	 */
	boolean isBusy();

	/**
	 * Begin to take part: the other workers count this one from now on.
	 */
	void begin();

	/**
	 * Wait for a connection, behind the workers that wait already.
	 */
	void await(Future<?> sweeps);

	/**
	 * Leave the next connections to the other workers for a moment.
	 */
	void pause(Future<?> sweeps, int count);

	/**
	 * Stop taking part until the server wants connections again.
	 */
	void rest(Future<?> sweeps);

	/**
	 * Accept the connections that may have woken no other worker, then rest.
	 */
	void restAfterLast(Future<?> sweeps);

	/**
	 * Stop taking part for good.
	 */
	void end(Future<?> sweeps);

	/**
	 * Accept one connection and serve it.
	 * @return {@code false} if another worker was faster, or a limit is reached
	 */
	boolean acceptOne();

}
