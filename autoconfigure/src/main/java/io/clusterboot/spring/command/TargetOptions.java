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

package io.clusterboot.spring.command;

import io.clusterboot.cluster.WorkerTarget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which worker a command is for.
 */
final class TargetOptions {

	@Option(names = "--slot", paramLabel = "<index>", description = "The worker in this slot, from 0.")
	private @Nullable Integer slot;

	@Option(names = "--worker", paramLabel = "<id>", description = "The worker with this id.")
	private @Nullable Integer worker;

	WorkerTarget target() {
		if (this.worker != null && this.worker > 0) {
			return WorkerTarget.worker(this.worker);
		}
		if (this.slot != null && this.slot >= 0) {
			return WorkerTarget.slot(this.slot);
		}
		throw new CommandFailedException(ExitCode.USAGE, "Expected --slot=<index>, from 0, or --worker=<id>, from 1");
	}

}
