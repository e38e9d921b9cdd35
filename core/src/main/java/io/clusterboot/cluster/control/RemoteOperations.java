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

package io.clusterboot.cluster.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.RollFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.ThreadDump;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerTarget;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The operations on the cluster for a process that is not its master: each is a request
 * to the master. May be used from any thread.
 *
 * @param handler passes requests to the master
 */
public record RemoteOperations(ControlHandler handler) {

	/**
	 * How long a question is waited for.
	 */
	private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * How long an operation is waited for; the drain of a worker may take a while, and a
	 * rolling restart replaces many.
	 */
	private static final Duration OPERATION_TIMEOUT = Duration.ofMinutes(30);

	/**
	 * Ask for the status.
	 * @return completes with the status
	 */
	public CompletableFuture<ClusterStatus> status() {
		return ask(new ControlRequest.Status(), QUESTION_TIMEOUT, ControlCodec::status);
	}

	/**
	 * Ask for a rolling restart.
	 * @return completes at its end; fails with {@link RollFailedException}
	 */
	public CompletableFuture<RollResult> roll() {
		return ask(new ControlRequest.Roll(), OPERATION_TIMEOUT,
				(detail) -> ControlCodec.value(detail, RollResult.class));
	}

	/**
	 * Ask for another number of workers.
	 * @param workers the number
	 * @return completes with the number
	 */
	public CompletableFuture<Integer> scale(int workers) {
		return ask(new ControlRequest.Scale(workers), OPERATION_TIMEOUT, JsonNode::asInt);
	}

	/**
	 * Ask for the replacement of a worker.
	 * @param target which worker
	 * @return completes with the new worker
	 */
	public CompletableFuture<WorkerInfo> restart(WorkerTarget target) {
		return ask(new ControlRequest.Restart(target), OPERATION_TIMEOUT, RemoteOperations::worker);
	}

	/**
	 * Ask to take a worker out of rotation.
	 * @param target which worker
	 * @return completes with the worker
	 */
	public CompletableFuture<WorkerInfo> quarantine(WorkerTarget target) {
		return ask(new ControlRequest.Quarantine(target), OPERATION_TIMEOUT, RemoteOperations::worker);
	}

	/**
	 * Ask to end a quarantine.
	 * @param target which worker
	 * @return completes with the worker
	 */
	public CompletableFuture<WorkerInfo> release(WorkerTarget target) {
		return ask(new ControlRequest.Release(target), OPERATION_TIMEOUT, RemoteOperations::worker);
	}

	/**
	 * Ask to stop the cluster.
	 * @return completes when the stop has begun: this process may end before it is over
	 */
	public CompletableFuture<Void> stop() {
		return this.handler.handle(ControlCall.of(new ControlRequest.Stop(), Duration.ZERO))
			.thenApply((outcome) -> null);
	}

	/**
	 * Ask for a thread dump.
	 * @param target which worker
	 * @return completes with the dump
	 */
	public CompletableFuture<ThreadDump> dumpThreads(WorkerTarget target) {
		return ask(new ControlRequest.Dump(target), QUESTION_TIMEOUT,
				(detail) -> ControlCodec.value(detail, ThreadDump.class));
	}

	private static WorkerInfo worker(JsonNode detail) {
		return ControlCodec.value(detail, WorkerInfo.class);
	}

	private <T> CompletableFuture<T> ask(ControlRequest request, Duration wait, Function<JsonNode, T> read) {
		return this.handler.handle(ControlCall.of(request, wait)).thenApply((outcome) -> {
			if (outcome instanceof ControlOutcome.Done done) {
				return read.apply((done.detail() != null) ? done.detail() : JsonNodeFactory.instance.missingNode());
			}
			List<String> lines = (outcome instanceof ControlOutcome.Failed failed) ? failed.lastOutput() : List.of();
			throw new OperationFailedException(outcome.text(), lines);
		});
	}

}
