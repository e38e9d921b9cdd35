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

import io.clusterboot.cluster.event.ClusterEvent.GaveUp;

/**
 * The ends of a cluster that nobody asked its master's application for.
 *
 * @param gaveUp completes when the cluster has ended itself, and no worker is left
 * @param stopRequested completes when an operator has asked for the stop of the cluster
 */
record ClusterEnds(CompletableFuture<GaveUp> gaveUp, CompletableFuture<Void> stopRequested) {

	ClusterEnds() {
		this(new CompletableFuture<>(), new CompletableFuture<>());
	}

}
