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

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.clusterboot.cluster.protocol.ClusterMessage.ExitedAfterDisconnect;
import io.clusterboot.cluster.worker.MembershipPhase.Step;
import io.clusterboot.cluster.worker.PendingRequests.Answer;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.process.CurrentProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the {@link MembershipPhase} of this worker and performs its actions. May be used
 * from any thread; actions are performed without a lock, by the thread that signals.
 */
final class Membership {

	private static final Logger logger = LoggerFactory.getLogger(Membership.class);

	private final CurrentProcess process;

	private final PendingRequests requests;

	private final OpenServers servers;

	private final WorkerListener listener;

	private final CompletableFuture<Void> disconnected = new CompletableFuture<>();

	private MembershipPhase phase = new MembershipPhase.Joined();

	Membership(CurrentProcess process, PendingRequests requests, OpenServers servers, WorkerListener listener) {
		this.process = process;
		this.requests = requests;
		this.servers = servers;
		this.listener = listener;
	}

	synchronized Optional<Boolean> exitedAfterDisconnect() {
		return this.phase.exitedAfterDisconnect();
	}

	/**
	 * Return a future of the end of the channel.
	 * @return completes on the channel's reader thread, which must not be blocked
	 */
	CompletableFuture<Void> disconnected() {
		return this.disconnected.copy();
	}

	void stopRequested() {
		signal(MembershipPhase::stopRequested);
	}

	void leave() {
		signal(MembershipPhase::leaveRequested);
	}

	void kill() {
		signal(MembershipPhase::killRequested);
	}

	void channelEnded(DisconnectCause cause) {
		Step step = move((phase) -> phase.channelEnded(cause));
		this.disconnected.complete(null);
		step.actions().forEach(this::perform);
	}

	private void signal(Function<MembershipPhase, Step> signal) {
		move(signal).actions().forEach(this::perform);
	}

	private synchronized Step move(Function<MembershipPhase, Step> signal) {
		Step step = signal.apply(this.phase);
		this.phase = step.next();
		return step;
	}

	private void perform(MembershipAction action) {
		switch (action) {
			case NOTIFY_STOP_REQUESTED -> this.listener.stopRequested();
			case NOTIFY_MASTER_GONE -> this.listener.masterGone();
			case CLOSE_SERVERS -> this.servers.close().thenRun(() -> signal(MembershipPhase::serversClosed));
			case ANNOUNCE -> announce();
			case END_CHANNEL -> this.process.disconnect();
			case EXIT_ON_DISCONNECT -> exitOnDisconnect();
			case EXIT -> exit();
		}
	}

	private void announce() {
		this.requests.request(new ExitedAfterDisconnect(), Answer::message).whenComplete((answer, failure) -> {
			if (failure != null) {
				logger.debug("The master did not acknowledge that this worker leaves", failure);
			}
			signal(MembershipPhase::announcementAnswered);
		});
	}

	private void exitOnDisconnect() {
		this.process.onDisconnect(this::exit);
		// The channel may have ended just before the listener was added
		if (this.disconnected.isDone()) {
			exit();
		}
	}

	/**
	 * Exit on another thread, since the channel's reader thread must not wait for
	 * shutdown hooks that may want to send.
	 */
	private void exit() {
		new Thread(() -> this.process.exit(0), "cluster-worker-exit").start();
	}

}
