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
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * A command that changes the cluster: it blocks until the change is done, unless it is
 * told how long to wait.
 */
abstract class ChangeCommand extends AbstractCommand {

	/**
	 * How often the command looks at what happened while it waits.
	 */
	private static final Duration STEP = Duration.ofMillis(500);

	@Option(names = "--wait", paramLabel = "<duration>", converter = DurationConverter.class,
			description = "How long to wait for the outcome; 0 returns at once (default: as long as it takes).")
	private @Nullable Duration wait;

	@Option(names = "--request-id", paramLabel = "<id>",
			description = "Id of the request: the same id gets the same outcome, for 10 minutes.")
	private @Nullable String requestId;

	ChangeCommand(Terminal terminal) {
		super(terminal);
	}

	/**
	 * Return what the command asks for.
	 */
	abstract ControlRequest request();

	@Override
	ExitCode run(MasterConnection connection) throws IOException {
		String id = (this.requestId != null) ? this.requestId : ControlCall.of(request(), Duration.ZERO).id();
		Progress progress = isJson() ? Progress.NONE : Progress.on(terminal());
		JsonNode answer;
		try {
			answer = awaitOutcome(connection, id, progress);
		}
		finally {
			progress.end();
		}
		ControlOutcome outcome = ControlCodec.outcome(answer);
		print(answer, outcome);
		return code(outcome);
	}

	private JsonNode awaitOutcome(MasterConnection connection, String id, Progress progress) throws IOException {
		long last = question(connection, ControlCall.of(new ControlRequest.Events(Long.MAX_VALUE), Duration.ZERO))
			.path("last")
			.asLong(0);
		long begin = System.nanoTime();
		JsonNode answer = connection.ask(new ControlCall(id, Duration.ZERO, request()));
		while (isUnderWay(answer) && !remaining(begin).isZero()) {
			answer = connection.ask(new ControlCall(id, remaining(begin), request()));
			JsonNode batch = question(connection, ControlCall.of(new ControlRequest.Events(last), Duration.ZERO));
			batch.path("events").forEach(progress::happened);
			last = batch.path("last").asLong(0);
		}
		return answer;
	}

	private static boolean isUnderWay(JsonNode answer) {
		String outcome = answer.path("outcome").asString("");
		return outcome.equals("accepted") || outcome.equals("late");
	}

	/**
	 * Return how long to wait for the next answer.
	 */
	private Duration remaining(long begin) {
		if (this.wait == null) {
			return STEP;
		}
		Duration left = this.wait.minusNanos(System.nanoTime() - begin);
		if (left.compareTo(STEP) > 0) {
			return STEP;
		}
		// The master waits for whole milliseconds
		return (left.toMillis() > 0) ? left : Duration.ZERO;
	}

	private void print(JsonNode answer, ControlOutcome outcome) {
		if (isJson()) {
			terminal().out().println(answer);
		}
		else if (code(outcome) == ExitCode.DONE) {
			terminal().out().println(outcome.text());
		}
		else {
			terminal().err().println(outcome.text());
			if (outcome instanceof ControlOutcome.Failed failed) {
				failed.lastOutput().forEach((line) -> terminal().err().println("    " + line));
			}
		}
	}

}
