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

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.ClusterMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The operations that workers ask for over their channels. Confined to the control loop,
 * but for {@link #answerWith}.
 */
final class WorkerRequests {

	private static final Logger logger = LoggerFactory.getLogger(WorkerRequests.class);

	private final ControlLoop loop;

	private volatile @Nullable Function<JsonNode, CompletableFuture<JsonNode>> handler;

	WorkerRequests(ControlLoop loop) {
		this.loop = loop;
	}

	/**
	 * Set what carries requests out.
	 * @param carryOut makes the answer of a request, without blocking
	 */
	void answerWith(Function<JsonNode, CompletableFuture<JsonNode>> carryOut) {
		this.handler = carryOut;
	}

	/**
	 * A worker asks for an operation. It is answered at its end.
	 */
	void received(Worker worker, JsonNode request, int sequence) {
		Function<JsonNode, CompletableFuture<JsonNode>> present = this.handler;
		if (present == null) {
			logger.warn("{} asks for an operation, and nothing carries it out", worker);
			return;
		}
		present.apply(request).whenComplete((answer, failure) -> {
			if (failure != null) {
				logger.warn("An operation that {} asks for failed", worker, failure);
			}
			else {
				this.loop.execute(() -> worker.outbox().send(new ClusterMessage.OperationReply(answer), sequence));
			}
		});
	}

}
