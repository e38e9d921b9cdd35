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

import java.io.IOException;
import java.time.Duration;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * Prints the status of the cluster.
 */
@Command(name = "status", description = "Print the master, the workers, and what went wrong.")
final class StatusCommand extends AbstractCommand {

	@Option(names = "--hosts", description = "Print the clusters of all hosts instead.")
	private boolean hosts;

	StatusCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ExitCode run(MasterConnection connection) throws IOException {
		ControlRequest request = this.hosts ? new ControlRequest.Hosts() : new ControlRequest.Status();
		JsonNode status = question(connection, ControlCall.of(request, Duration.ZERO));
		if (isJson()) {
			terminal().out().println(status.toPrettyString());
		}
		else if (this.hosts) {
			new HostsTable(status).print(terminal().out());
		}
		else {
			new StatusTable(status, terminal().ansi()).print(terminal().out());
		}
		return ExitCode.DONE;
	}

}
