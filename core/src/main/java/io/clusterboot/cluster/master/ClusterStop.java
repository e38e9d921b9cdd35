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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.clusterboot.cluster.event.EventDelivery;
import io.clusterboot.cluster.loop.ControlLoop;

/**
 * The stop of a cluster, which happens once, and its end.
 *
 * @param begun whether it was requested
 * @param ended completes when no worker is left, and the listeners were called or take
 * too long
 */
record ClusterStop(AtomicBoolean begun, CompletableFuture<Void> ended) {

	ClusterStop() {
		this(new AtomicBoolean(), new CompletableFuture<>());
	}

	/**
	 * Stop the cluster unless that was requested before.
	 * @return completes with the end of the stop
	 */
	CompletableFuture<Void> begin(ControlLoop loop, Supervisor supervisor, EventDelivery delivery) {
		if (this.begun.compareAndSet(false, true)) {
			CompletableFuture<Void> noneLeft = new CompletableFuture<>();
			loop.execute(() -> supervisor.preDrain().begin(noneLeft));
			noneLeft.thenRun(() -> {
				this.ended.completeOnTimeout(null, EventDelivery.CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
				delivery.afterwards(() -> this.ended.complete(null));
			});
		}
		return this.ended.copy();
	}

}
