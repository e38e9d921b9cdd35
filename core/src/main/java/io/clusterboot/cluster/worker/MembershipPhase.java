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

import java.util.List;
import java.util.Optional;

import io.clusterboot.ipc.DisconnectCause;

/**
 * The phase of a worker's membership in the cluster, from the greeting to the end of the
 * channel. A phase is immutable. It answers each signal with a {@link Step}: the phase
 * that follows and the actions to perform, and ignores by default what does not concern
 * it.
 */
sealed interface MembershipPhase {

	/**
	 * Return whether the end of this worker is wanted, by the master or by itself.
	 * @return empty until that is decided
	 */
	default Optional<Boolean> exitedAfterDisconnect() {
		return Optional.of(true);
	}

	/**
	 * The master asks this worker to drain and to end.
	 */
	default Step stopRequested() {
		return stay(MembershipAction.NOTIFY_STOP_REQUESTED);
	}

	/**
	 * The application wants to leave the cluster.
	 */
	default Step leaveRequested() {
		return stay();
	}

	/**
	 * The application wants to leave the cluster and to exit immediately.
	 */
	default Step killRequested() {
		return stay();
	}

	/**
	 * All servers of this worker are closed.
	 */
	default Step serversClosed() {
		return stay();
	}

	/**
	 * The master acknowledged the announcement that this worker leaves, or cannot any
	 * more.
	 */
	default Step announcementAnswered() {
		return stay();
	}

	/**
	 * The channel to the master ended.
	 * @param cause which side ended it
	 */
	default Step channelEnded(DisconnectCause cause) {
		return (cause == DisconnectCause.CLOSED_HERE) ? new Step(new Ended())
				: new Step(new Ended(), MembershipAction.NOTIFY_MASTER_GONE);
	}

	private Step stay(MembershipAction... actions) {
		return new Step(this, actions);
	}

	/**
	 * The worker serves, and neither side has asked for its end.
	 */
	record Joined() implements MembershipPhase {

		@Override
		public Optional<Boolean> exitedAfterDisconnect() {
			return Optional.empty();
		}

		@Override
		public Step stopRequested() {
			return new Step(new StopRequested(), MembershipAction.NOTIFY_STOP_REQUESTED);
		}

		@Override
		public Step leaveRequested() {
			return new Step(new ClosingServers(Initiator.WORKER), MembershipAction.CLOSE_SERVERS);
		}

		@Override
		public Step killRequested() {
			return new Step(new Killed(), MembershipAction.EXIT_ON_DISCONNECT, Initiator.WORKER.farewell());
		}

		@Override
		public Step channelEnded(DisconnectCause cause) {
			return new Step(new Lost(), MembershipAction.NOTIFY_MASTER_GONE);
		}

	}

	/**
	 * The master asked for the end, and the application has not begun to leave.
	 */
	record StopRequested() implements MembershipPhase {

		@Override
		public Step leaveRequested() {
			return new Step(new ClosingServers(Initiator.MASTER), MembershipAction.CLOSE_SERVERS);
		}

		@Override
		public Step killRequested() {
			return new Step(new Killed(), MembershipAction.EXIT_ON_DISCONNECT, Initiator.MASTER.farewell());
		}

		@Override
		public Step channelEnded(DisconnectCause cause) {
			return new Step(new Ended(), MembershipAction.NOTIFY_MASTER_GONE);
		}

	}

	/**
	 * The worker leaves, and waits for its servers to close.
	 *
	 * @param initiator who wanted the end
	 */
	record ClosingServers(Initiator initiator) implements MembershipPhase {

		@Override
		public Step stopRequested() {
			return new Step(new ClosingServers(Initiator.MASTER), MembershipAction.NOTIFY_STOP_REQUESTED);
		}

		@Override
		public Step killRequested() {
			return new Step(new Killed(), MembershipAction.EXIT_ON_DISCONNECT, this.initiator.farewell());
		}

		@Override
		public Step serversClosed() {
			return (this.initiator == Initiator.WORKER)
					? new Step(new Announcing(Initiator.WORKER), this.initiator.farewell())
					: new Step(new EndingChannel(), this.initiator.farewell());
		}

	}

	/**
	 * The worker has announced that it leaves, and waits for the acknowledgment.
	 *
	 * @param initiator who wants the end by now
	 */
	record Announcing(Initiator initiator) implements MembershipPhase {

		@Override
		public Step stopRequested() {
			return new Step(new Announcing(Initiator.MASTER), MembershipAction.NOTIFY_STOP_REQUESTED);
		}

		@Override
		public Step killRequested() {
			return (this.initiator == Initiator.WORKER) ? new Step(new Killed(), MembershipAction.EXIT_ON_DISCONNECT)
					: new Step(new Killed(), MembershipAction.EXIT_ON_DISCONNECT, MembershipAction.END_CHANNEL);
		}

		@Override
		public Step announcementAnswered() {
			return new Step(new EndingChannel(), MembershipAction.END_CHANNEL);
		}

	}

	/**
	 * The worker has ended the channel on its side.
	 */
	record EndingChannel() implements MembershipPhase {

		@Override
		public Step killRequested() {
			return new Step(new Killed(), MembershipAction.EXIT_ON_DISCONNECT);
		}

	}

	/**
	 * The process exits as soon as the channel has ended; the servers are not waited for.
	 */
	record Killed() implements MembershipPhase {

		@Override
		public Step announcementAnswered() {
			return new Step(this, MembershipAction.END_CHANNEL);
		}

	}

	/**
	 * The channel ended, which was wanted. Terminal.
	 */
	record Ended() implements Disconnected {

	}

	/**
	 * The channel ended unexpectedly. If the application leaves later, the end counts as
	 * wanted.
	 */
	record Lost() implements Disconnected {

		@Override
		public Optional<Boolean> exitedAfterDisconnect() {
			return Optional.of(false);
		}

	}

	/**
	 * The channel is gone, so nothing comes from the master.
	 */
	sealed interface Disconnected extends MembershipPhase {

		@Override
		default Step stopRequested() {
			return new Step(this);
		}

		@Override
		default Step leaveRequested() {
			return new Step(new Ended(), MembershipAction.CLOSE_SERVERS);
		}

		@Override
		default Step killRequested() {
			return new Step(new Ended(), MembershipAction.EXIT);
		}

		@Override
		default Step channelEnded(DisconnectCause cause) {
			return new Step(this);
		}

	}

	/**
	 * What a signal leads to.
	 *
	 * @param next the phase that follows
	 * @param actions what to do when that phase is stored, in this order
	 */
	record Step(MembershipPhase next, List<MembershipAction> actions) {

		Step(MembershipPhase next, MembershipAction... actions) {
			this(next, List.of(actions));
		}

	}

}
