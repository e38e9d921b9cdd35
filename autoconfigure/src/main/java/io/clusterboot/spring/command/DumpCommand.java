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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/**
 * A thread dump of one worker.
 */
@Command(name = "dump", description = "Print the threads of one worker.")
final class DumpCommand extends AbstractCommand {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@ArgGroup(exclusive = true, multiplicity = "1")
	private TargetOptions target = new TargetOptions();

	DumpCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ExitCode run(MasterConnection connection) throws IOException {
		JsonNode dump = question(connection, ControlCall.of(new ControlRequest.Dump(this.target.target()), PATIENCE));
		if (isJson()) {
			terminal().out().println(dump);
		}
		else {
			terminal().out().println(dump.path("text").asString(""));
			terminal().err().println("Written to " + dump.path("file").asString(""));
		}
		return ExitCode.DONE;
	}

}
