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

import java.util.concurrent.CompletableFuture;

/**
 * Carries out what operators ask for: in the master itself, and in a worker by asking the
 * master.
 */
@FunctionalInterface
public interface ControlHandler {

	/**
	 * Carry out a request. May be called from any thread, and does not block.
	 * @param call the request
	 * @return completes with the outcome, within the time that the request waits; in a
	 * worker it fails when the master does not answer
	 */
	CompletableFuture<ControlOutcome> handle(ControlCall call);

}
