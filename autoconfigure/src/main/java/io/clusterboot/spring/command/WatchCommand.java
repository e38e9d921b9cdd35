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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * Prints the status again and again: at each event, and at an interval.
 */
@Command(name = "watch", description = "Print the status again and again, until interrupted.")
final class WatchCommand extends AbstractCommand {

	/**
	 * Moves the cursor home, and clears what is below.
	 */
	private static final String REDRAW = "\u001B[H\u001B[J";

	private static final String CLEAR = "\u001B[2J";

	@Option(names = "--interval", paramLabel = "<duration>", converter = DurationConverter.class,
			description = "How often (default: 2s).")
	private Duration interval = Duration.ofSeconds(2);

	@Option(names = "--count", paramLabel = "<n>", description = "End after n times.")
	private int count = Integer.MAX_VALUE;

	WatchCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ExitCode run(MasterConnection connection) throws IOException {
		if (terminal().interactive() && !isJson()) {
			terminal().out().print(CLEAR);
		}
		long last = last(connection);
		for (int i = 0; i < this.count; i++) {
			print(question(connection, ControlCall.of(new ControlRequest.Status(), Duration.ZERO)));
			if (i + 1 < this.count) {
				last = question(connection, ControlCall.of(new ControlRequest.Events(last), this.interval)).path("last")
					.asLong(0);
			}
		}
		return ExitCode.DONE;
	}

	private long last(MasterConnection connection) throws IOException {
		return question(connection, ControlCall.of(new ControlRequest.Events(Long.MAX_VALUE), Duration.ZERO))
			.path("last")
			.asLong(0);
	}

	private void print(JsonNode status) {
		if (isJson()) {
			terminal().out().println(status);
			return;
		}
		StringWriter text = new StringWriter();
		new StatusTable(status, terminal().ansi()).print(new PrintWriter(text, true));
		terminal().out().print(terminal().interactive() ? REDRAW + text : text + System.lineSeparator());
		terminal().out().flush();
	}

}
