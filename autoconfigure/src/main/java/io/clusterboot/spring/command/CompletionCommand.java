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

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints a script that completes the words of a shell function around the commands.
 */
@Command(name = "completion",
		description = { "Print a script that completes commands in bash and zsh.",
				"It is for a function such as this, with the option --name=app:",
				"  app() { java -jar app.jar --cluster.command=\"$@\"; }" })
final class CompletionCommand implements Callable<Integer> {

	private final Terminal terminal;

	@Option(names = "--name", paramLabel = "<name>", description = "Name of the function (default: app).")
	private String name = "app";

	@Option(names = "--help", usageHelp = true, description = "Print this help.")
	private boolean help;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	CompletionCommand(Terminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public Integer call() {
		this.terminal.out().println(AutoComplete.bash(this.name, this.spec.root().commandLine()));
		return ExitCode.DONE.number();
	}

}
