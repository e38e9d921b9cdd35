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

import io.clusterboot.cluster.control.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Another number of workers.
 */
@Command(name = "scale", description = "Change the number of workers.")
final class ScaleCommand extends ChangeCommand {

	@Option(names = "--workers", paramLabel = "<n>", required = true, description = "The number, at least 1.")
	private int workers;

	ScaleCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ControlRequest request() {
		if (this.workers < 1) {
			throw new CommandFailedException(ExitCode.USAGE,
					"--workers: %d (expected: a number >= 1)".formatted(this.workers));
		}
		return new ControlRequest.Scale(this.workers);
	}

}
