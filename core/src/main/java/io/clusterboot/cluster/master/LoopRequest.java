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

/**
 * A request to the cluster, as a task of the control loop. It fails if the task does.
 *
 * @param request begins the request
 * @param done completes at its end
 */
record LoopRequest<T>(Consumer<CompletableFuture<T>> request, CompletableFuture<T> done) implements Runnable {

	@Override
	public void run() {
		try {
			this.request.accept(this.done);
		}
		catch (RuntimeException | Error ex) {
			this.done.completeExceptionally(ex);
			throw ex;
		}
	}

}
