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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/**
 * The command {@code restart}.
 */
@Command(name = "restart", description = "Replace one worker: the new one gets ready before the old one drains.")
final class RestartCommand extends ChangeCommand {

	@ArgGroup(exclusive = true, multiplicity = "1")
	private TargetOptions target = new TargetOptions();

	RestartCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ControlRequest request() {
		return new ControlRequest.Restart(this.target.target());
	}

}
