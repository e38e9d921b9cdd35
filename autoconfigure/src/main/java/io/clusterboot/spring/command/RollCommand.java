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

/**
 * A rolling restart.
 */
@Command(name = "roll", description = { "Replace all workers by new ones that run the files on disk now.",
		"Exits with 1 and the reason when the first new worker fails, and the former generation stays." })
final class RollCommand extends ChangeCommand {

	RollCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ControlRequest request() {
		return new ControlRequest.Roll();
	}

}
