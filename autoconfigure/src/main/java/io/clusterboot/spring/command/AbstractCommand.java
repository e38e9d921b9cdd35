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
import java.util.concurrent.Callable;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlOutcome;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * A command that asks the master.
 */
abstract class AbstractCommand implements Callable<Integer> {

	private final Terminal terminal;

	@Mixin
	private final MasterOptions master = new MasterOptions();

	@Option(names = "--json", description = "Print JSON.")
	private boolean json;

	@Option(names = "--help", usageHelp = true, description = "Print this help.")
	private boolean help;

	AbstractCommand(Terminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public final Integer call() {
		try (MasterConnection connection = this.master.connect()) {
			return run(connection).number();
		}
		catch (IOException ex) {
			throw new CommandFailedException(ExitCode.FAILED, "The master is gone: " + ex.getMessage());
		}
	}

	/**
	 * Ask the master.
	 */
	abstract ExitCode run(MasterConnection connection) throws IOException;

	Terminal terminal() {
		return this.terminal;
	}

	boolean isJson() {
		return this.json;
	}

	/**
	 * Ask a question, and return the result.
	 * @throws CommandFailedException if there is none
	 */
	JsonNode question(MasterConnection connection, ControlCall call) throws IOException {
		ControlOutcome outcome = ControlCodec.outcome(connection.ask(call));
		if (outcome instanceof ControlOutcome.Done done && done.detail() != null) {
			return done.detail();
		}
		throw new CommandFailedException(code(outcome), outcome.text());
	}

	static ExitCode code(ControlOutcome outcome) {
		if (outcome instanceof ControlOutcome.Done || outcome instanceof ControlOutcome.Accepted) {
			return ExitCode.DONE;
		}
		if (outcome instanceof ControlOutcome.Late) {
			return ExitCode.LATE;
		}
		return (outcome instanceof ControlOutcome.Rejected) ? ExitCode.USAGE : ExitCode.FAILED;
	}

}
