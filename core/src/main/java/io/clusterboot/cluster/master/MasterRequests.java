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
import java.util.function.Consumer;

import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.event.EventDelivery;
import io.clusterboot.cluster.loop.ControlLoop;

/**
 * Runs requests of any thread on the control loop.
 *
 * @param loop the control loop
 * @param delivery calls the listeners
 */
record MasterRequests(ControlLoop loop, EventDelivery delivery) {

	/**
	 * Run a request on the loop.
	 * @return completes at the end of the request, after the listeners were called
	 */
	<T> CompletableFuture<T> ask(Consumer<CompletableFuture<T>> request) {
		CompletableFuture<T> done = new CompletableFuture<>();
		this.loop.execute(new LoopRequest<>(request, done));
		CompletableFuture<T> notified = new CompletableFuture<>();
		done.whenComplete((result, failure) -> this.delivery.afterwards(() -> {
			if (failure != null) {
				notified.completeExceptionally(failure);
			}
			else {
				notified.complete(result);
			}
		}));
		return notified;
	}

	/**
	 * Run a request of an operator on the loop, which may throw
	 * {@link OperationFailedException} if it is not possible.
	 * @return completes at the end of the request, after the listeners were called
	 */
	<T> CompletableFuture<T> operate(Consumer<CompletableFuture<T>> request) {
		return ask((done) -> {
			try {
				request.accept(done);
			}
			catch (OperationFailedException ex) {
				done.completeExceptionally(ex);
			}
		});
	}

}
