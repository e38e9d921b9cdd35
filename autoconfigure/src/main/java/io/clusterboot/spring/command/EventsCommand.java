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
 * Prints the events of the cluster.
 */
@Command(name = "events", description = "Print what happened.")
final class EventsCommand extends AbstractCommand {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Option(names = "--follow", description = "Go on with what happens, until interrupted.")
	private boolean follow;

	EventsCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ExitCode run(MasterConnection connection) throws IOException {
		long last = -1;
		do {
			JsonNode batch = question(connection,
					ControlCall.of(new ControlRequest.Events(last), (last < 0) ? Duration.ZERO : PATIENCE));
			batch.path("events").forEach(this::print);
			last = batch.path("last").asLong(0);
		}
		while (this.follow);
		return ExitCode.DONE;
	}

	private void print(JsonNode event) {
		if (isJson()) {
			terminal().out().println(event);
		}
		else if (!event.path("level").asString("").equals("debug")) {
			EventLine.print(event, terminal());
		}
	}

}
