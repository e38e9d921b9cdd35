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

import java.util.function.BiConsumer;

import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.ipc.Peer;
import tools.jackson.databind.JsonNode;

/**
 * Reads the internal messages of the workers. Confined to the control loop, but for
 * {@link #bypasses}.
 */
final class WorkerMessages {

	private final WorkerProgress progress;

	private final ServerQueries queries;

	private final Handoff handoff;

	private final BiConsumer<Worker, String> stops;

	private final WorkerRequests requests;

	private final MessageRouter router;

	/**
	 * Create a new instance.
	 * @param progress takes in what workers report of themselves
	 * @param queries answers queries for servers
	 * @param handoff takes in answers to connections that were handed over
	 * @param stops called when a worker asks for a stop of the cluster, with its reason
	 * @param requests carry out operations that workers ask for
	 * @param router passes messages on to other processes
	 */
	WorkerMessages(WorkerProgress progress, ServerQueries queries, Handoff handoff, BiConsumer<Worker, String> stops,
			WorkerRequests requests, MessageRouter router) {
		this.stops = stops;
		this.requests = requests;
		this.progress = progress;
		this.queries = queries;
		this.handoff = handoff;
		this.router = router;
	}

	/**
	 * Pass on what bypasses the control loop, since there may be much of it: answers to
	 * connections that were handed over, and messages for other processes. May be called
	 * from any thread.
	 * @return whether it was passed on
	 */
	boolean bypasses(Worker worker, JsonNode frame) {
		return answered(worker, frame) || isForOthers(worker, frame);
	}

	private boolean isForOthers(Worker worker, JsonNode frame) {
		if (!frame.has("content") || !ClusterMessageCodec.isClusterFrame(frame)) {
			return false;
		}
		if (ClusterMessageCodec.decode(frame).message() instanceof ClusterMessage.Bus bus) {
			this.router.received(worker.id(), bus.content());
		}
		return true;
	}

	private boolean answered(Worker worker, JsonNode frame) {
		if (!frame.has("accepted") || !ClusterMessageCodec.isClusterFrame(frame)) {
			return false;
		}
		Envelope envelope = ClusterMessageCodec.decode(frame);
		if (envelope.message() instanceof ClusterMessage.Accepted answer && envelope.acknowledges() != null) {
			this.handoff.answered(worker.id(), envelope.acknowledges(),
					answer.accepted() ? Handoff.Answer.TAKEN : Handoff.Answer.DECLINED);
		}
		return true;
	}

	void received(Worker worker, JsonNode frame) {
		if (!ClusterMessageCodec.isClusterFrame(frame)) {
			return;
		}
		Envelope envelope = ClusterMessageCodec.decode(frame);
		ClusterMessage message = envelope.message();
		if (message instanceof ClusterMessage.Online online) {
			greeted(worker, online.version());
		}
		else if (message instanceof ClusterMessage.QueryServer query) {
			this.queries.answer(worker, query, envelope.sequence());
		}
		else if (message instanceof ClusterMessage.Listening listening) {
			this.progress.listening(worker, listening.server());
		}
		else if (message instanceof ClusterMessage.Readiness readiness) {
			this.progress.readiness(worker, readiness.ready() ? Readiness.READY : Readiness.UNREADY);
		}
		else if (message instanceof ClusterMessage.Ending ending) {
			this.progress.ending(worker, ending.reason());
		}
		else if (message instanceof ClusterMessage.StopCluster stop) {
			this.stops.accept(worker, stop.reason());
		}
		else if (message instanceof ClusterMessage.Acknowledged && envelope.acknowledges() != null) {
			this.progress.acknowledged(worker, envelope.acknowledges());
		}
		else if (message instanceof ClusterMessage.Operation operation) {
			this.requests.received(worker, operation.request(), envelope.sequence());
		}
		else if (message instanceof ClusterMessage.Close close) {
			this.progress.serverClosed(worker, close.key());
		}
		else if (message instanceof ClusterMessage.ExitedAfterDisconnect) {
			this.progress.leaving(worker);
			worker.outbox().send(new ClusterMessage.Acknowledged(), envelope.sequence());
		}
	}

	/**
	 * Let a worker in, unless it is a JVM with a ClusterBoot that speaks another version.
	 */
	private void greeted(Worker worker, int version) {
		if (worker.peer() == Peer.JVM && version != ClusterMessage.VERSION.number()) {
			this.progress.incompatible(worker, ClusterMessage.VERSION.mismatchWithWorker(version));
		}
		else {
			this.progress.online(worker);
			if (worker.peer() == Peer.JVM) {
				worker.outbox().link().ifPresent((link) -> this.router.joined(worker.id(), link));
			}
		}
	}

}
