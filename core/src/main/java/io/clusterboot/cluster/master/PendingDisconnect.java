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

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Workers that were disconnected together.
 *
 * @param future completes when none of them is left
 */
record PendingDisconnect(Set<Worker> workers, CompletableFuture<Void> future) {

	/**
	 * Complete the future if none of the workers is present.
	 */
	boolean finishedWithout(Collection<Worker> present) {
		boolean finished = this.workers.stream().noneMatch(present::contains);
		if (finished) {
			this.future.complete(null);
		}
		return finished;
	}

}
