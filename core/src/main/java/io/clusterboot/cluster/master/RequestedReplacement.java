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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.WorkerInfo;

/**
 * The replacement of one worker that an operator asked for.
 *
 * @param slot the slot of the worker
 * @param onReady decides what happens to the old worker when the new one is ready
 * @param result chooses the worker that is the outcome
 * @param done completes with that worker
 */
record RequestedReplacement(Slot slot, Consumer<Replacement> onReady, Function<Replacement, Worker> result,
		CompletableFuture<WorkerInfo> done) implements Replacement.Observer {

	@Override
	public void ready(Replacement replacement) {
		this.onReady.accept(replacement);
	}

	@Override
	public void replaced(Replacement replacement) {
		this.done.complete(this.result.apply(replacement).info());
	}

	@Override
	public void failed(Replacement replacement, String reason, List<String> lastOutput) {
		this.done.completeExceptionally(new OperationFailedException(reason, lastOutput));
	}

	@Override
	public void dropped(Replacement replacement) {
		this.done.completeExceptionally(new OperationFailedException(
				"slot %d was given up, or the cluster stops".formatted(this.slot.index())));
	}

}
