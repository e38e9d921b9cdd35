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

package io.clusterboot.cluster.handoff;

import java.util.concurrent.Executor;

import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.socket.ListeningSocket;

/**
 * Keeps failures of a hand-off from its caller, which has further steps to take. A
 * failure to open a socket is thrown: the worker that asked for it gets an answer.
 *
 * @param handoff the hand-off
 */
public record ContainedHandoff(Handoff handoff) implements Handoff {

	@Override
	public void open(String key, ListeningSocket socket) {
		this.handoff.open(key, socket);
	}

	@Override
	public void workerListening(WorkerConnections worker, String key) {
		Attempt.to("assign connections of %s to worker %d".formatted(key, worker.workerId()),
				() -> this.handoff.workerListening(worker, key));
	}

	@Override
	public void serverClosed(int workerId, String key) {
		Attempt.to("withdraw %s from worker %d".formatted(key, workerId),
				() -> this.handoff.serverClosed(workerId, key));
	}

	@Override
	public void workerDraining(int workerId) {
		Attempt.to("withdraw connections from worker %d".formatted(workerId),
				() -> this.handoff.workerDraining(workerId));
	}

	@Override
	public void workerDisconnected(int workerId) {
		Attempt.to("forget the connections of worker %d".formatted(workerId),
				() -> this.handoff.workerDisconnected(workerId));
	}

	@Override
	public void answered(int workerId, int sequence, Answer answer) {
		Attempt.to("take an answer of a worker", () -> this.handoff.answered(workerId, sequence, answer));
	}

	@Override
	public void socketClosed(String key) {
		Attempt.to("stop accepting on " + key, () -> this.handoff.socketClosed(key));
	}

	@Override
	public void stopAccepting(Executor executor, Runnable whenDone) {
		if (!Attempt.to("stop accepting", () -> this.handoff.stopAccepting(executor, whenDone))) {
			executor.execute(whenDone);
		}
	}

	@Override
	public void close() {
		Attempt.to("close the hand-off", this.handoff::close);
	}

}
