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

import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;

/**
 * What a server does with a listening socket that other workers accept on too. A phase
 * holds what it has to give up when it is left, and ignores by default what does not
 * concern it. Phases follow each other on the event loop of the server only.
 */
sealed interface AcceptPhase {

	/**
	 * Whether the server wants connections may have changed.
	 */
	default void update(AcceptEffects accept) {
	}

	/**
	 * A connection may be waiting.
	 */
	default void ready(AcceptEffects accept) {
	}

	/**
	 * The pause is over.
	 */
	default void resume(AcceptEffects accept) {
	}

	/**
	 * The server closes.
	 */
	default void close(AcceptEffects accept) {
	}

	/**
	 * The server wants no connections.
	 */
	record Resting() implements AcceptPhase {

		@Override
		public void update(AcceptEffects accept) {
			if (accept.isWanted()) {
				accept.begin();
			}
		}

	}

	/**
	 * The kernel wakes this worker, or another that waits, for the next connection.
	 *
	 * @param registration the position in the queue of the waiting workers
	 * @param sweeps looks now and then for a connection without having been woken
	 */
	record Waiting(IoRegistration registration, Future<?> sweeps) implements AcceptPhase {

		@Override
		public void update(AcceptEffects accept) {
			if (!accept.isWanted()) {
				this.registration.cancel();
				accept.restAfterLast(this.sweeps);
			}
		}

		@Override
		public void ready(AcceptEffects accept) {
			if (!accept.isWanted()) {
				update(accept);
			}
			else if (accept.acceptOne()) {
				// The server may have ended this phase while it took the connection
				if (accept.isIn(this)) {
					next(accept);
				}
			}
		}

		private void next(AcceptEffects accept) {
			if (!accept.isWanted()) {
				this.registration.cancel();
				// The connection that woke this worker is accepted: none is left behind
				accept.rest(this.sweeps);
			}
			else if (accept.isShared()) {
				if (accept.isAhead()) {
					this.registration.cancel();
					accept.pause(this.sweeps, 1);
				}
				else if (!accept.isBusy()) {
					this.registration.cancel();
					accept.await(this.sweeps);
				}
			}
		}

		@Override
		public void close(AcceptEffects accept) {
			this.registration.cancel();
			accept.end(this.sweeps);
		}

	}

	/**
	 * This worker is ahead of the others and leaves the next connections to them.
	 *
	 * @param end ends the pause
	 * @param count the number of pauses in a row, with this one
	 * @param sweeps looks now and then for a connection without having been woken
	 */
	record Pausing(Future<?> end, int count, Future<?> sweeps) implements AcceptPhase {

		/**
		 * The others may have more to do than to accept, and the client waits.
		 */
		private static final int MAX_IN_A_ROW = 15;

		@Override
		public void update(AcceptEffects accept) {
			if (!accept.isWanted()) {
				this.end.cancel(false);
				accept.rest(this.sweeps);
			}
		}

		@Override
		public void resume(AcceptEffects accept) {
			if (!accept.isWanted()) {
				update(accept);
			}
			else if (this.count < MAX_IN_A_ROW && accept.isAhead()) {
				accept.pause(this.sweeps, this.count + 1);
			}
			else {
				accept.await(this.sweeps);
			}
		}

		@Override
		public void close(AcceptEffects accept) {
			this.end.cancel(false);
			accept.end(this.sweeps);
		}

	}

	/**
	 * The socket is closed.
	 */
	record Closed() implements AcceptPhase {

	}

}
