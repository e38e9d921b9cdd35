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

import java.util.Optional;

import io.clusterboot.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * Why a worker that makes no progress must not be stopped: somebody debugs it.
 */
final class HangExemption {

	private HangExemption() {
	}

	/**
	 * Return the reason, {@code null} if nothing speaks against stopping the worker.
	 * @param request what the worker runs
	 * @param status the status of its process, empty if it is not known
	 */
	static @Nullable String of(ForkRequest request, Optional<ProcessStatus> status) {
		if (request.hasDebugAgent()) {
			return "it runs with a debug agent";
		}
		boolean traced = status.filter((known) -> known.run() == ProcessStatus.Run.TRACED).isPresent();
		return traced ? "a debugger holds it" : null;
	}

}
