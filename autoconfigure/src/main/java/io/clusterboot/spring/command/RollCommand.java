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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A rolling restart.
 */
@Command(name = "roll", description = { "Replace all workers by new ones that run the files on disk now.",
		"Exits with 1 and the reason when the first new worker fails, and the former generation stays." })
final class RollCommand extends ChangeCommand {

	@Option(names = "--hosts", paramLabel = "<which>",
			description = { "all: roll one host after the other, and stop at the first failure.",
					"rest: go on with the hosts that the last such roll has not done." })
	private ControlRequest.RollHosts.@Nullable Scope hosts;

	RollCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ControlRequest request() {
		return (this.hosts != null) ? new ControlRequest.RollHosts(this.hosts) : new ControlRequest.Roll();
	}

}
