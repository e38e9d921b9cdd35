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
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Stops the cluster, and waits until its master is gone.
 */
@Command(name = "stop", description = "Let all workers drain, and end the master.")
final class StopCommand extends AbstractCommand {

	/**
	 * How often the master is asked while it stops.
	 */
	private static final Duration STEP = Duration.ofSeconds(1);

	@Option(names = "--wait", paramLabel = "<duration>", converter = DurationConverter.class,
			description = "How long to wait for the end; 0 returns at once (default: as long as it takes).")
	private @Nullable Duration wait;

	StopCommand(Terminal terminal) {
		super(terminal);
	}

	@Override
	ExitCode run(MasterConnection connection) throws IOException {
		ProcessHandle master = ProcessHandle.of(connection.pid()).orElse(null);
		// What a silent master was sent it would do much later
		answers(connection);
		connection.ask(ControlCall.of(new ControlRequest.Stop(), Duration.ZERO));
		if (this.wait != null && this.wait.isZero()) {
			print("accepted", "Accepted: stop", terminal().out());
			return ExitCode.DONE;
		}
		if (master == null || hasEnded(connection, master)) {
			print("done", "The cluster stopped", terminal().out());
			return ExitCode.DONE;
		}
		print("late", "The cluster has not stopped in time; the stop goes on", terminal().err());
		return ExitCode.LATE;
	}

	private void print(String outcome, String text, PrintWriter to) {
		if (isJson()) {
			terminal().out().println(JsonNodeFactory.instance.objectNode().put("outcome", outcome).put("text", text));
		}
		else {
			to.println(text);
		}
	}

	/**
	 * Wait for the end of the master, and ask it now and then whether it is still at
	 * work.
	 */
	private boolean hasEnded(MasterConnection connection, ProcessHandle master) {
		long begin = System.nanoTime();
		boolean connected = true;
		while (!endsWithin(master, remaining(begin))) {
			if (remaining(begin).isZero()) {
				return false;
			}
			connected = connected && answers(connection);
		}
		return true;
	}

	/**
	 * Return how long to wait before the next question.
	 */
	private Duration remaining(long begin) {
		if (this.wait == null) {
			return STEP;
		}
		Duration left = this.wait.minusNanos(System.nanoTime() - begin);
		if (left.compareTo(STEP) > 0) {
			return STEP;
		}
		return left.isNegative() ? Duration.ZERO : left;
	}

	private static boolean endsWithin(ProcessHandle master, Duration time) {
		try {
			master.onExit().get(time.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CommandFailedException(ExitCode.LATE, "Interrupted; the stop goes on");
		}
	}

	/**
	 * Return whether the connection lasts. The master closes it when it is about to end.
	 * @throws CommandFailedException if the master does not answer
	 */
	private static boolean answers(MasterConnection connection) {
		try {
			connection.ask(ControlCall.of(new ControlRequest.Events(Long.MAX_VALUE), Duration.ZERO));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
