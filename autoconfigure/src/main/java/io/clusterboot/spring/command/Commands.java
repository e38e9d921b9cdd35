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

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * The commands, and how they are run.
 */
final class Commands {

	private static final String HELP = "help";

	private static final String SYNOPSIS = "java -jar app.jar --" + CommandArguments.KEY + "=";

	private Commands() {
	}

	static int run(CommandArguments arguments, Terminal terminal) {
		CommandLine line = commandLine(terminal);
		Set<String> known = line.getSubcommands().keySet();
		if (arguments.command().equals(HELP) || arguments.isForTheApplication()) {
			line.usage(terminal.out(), terminal.ansi());
			return ExitCode.DONE.number();
		}
		if (!known.contains(arguments.command())) {
			terminal.err()
				.println("%s: %s (expected one of: %s)".formatted(CommandArguments.KEY, arguments.command(),
						Stream.concat(Stream.of("run", "prepare", HELP), known.stream())
							.collect(Collectors.joining(", "))));
			return ExitCode.USAGE.number();
		}
		return line.execute(
				Stream.concat(Stream.of(arguments.command()), arguments.options().stream()).toArray(String[]::new));
	}

	private static CommandLine commandLine(Terminal terminal) {
		CommandLine line = new CommandLine(new RootCommand());
		Stream
			.of(new StatusCommand(terminal), new WatchCommand(terminal), new RollCommand(terminal),
					new RestartCommand(terminal), new ScaleCommand(terminal), new QuarantineCommand(terminal),
					new ReleaseCommand(terminal), new StopCommand(terminal), new EventsCommand(terminal),
					new DumpCommand(terminal), new CompletionCommand(terminal))
			.forEach(line::addSubcommand);
		line.getSubcommands()
			.forEach((name,
					command) -> command.getCommandSpec().usageMessage().customSynopsis(SYNOPSIS + name + " [options]"));
		return line.setCaseInsensitiveEnumValuesAllowed(true)
			.setOut(terminal.out())
			.setErr(terminal.err())
			.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
			.setParameterExceptionHandler((ex, parameters) -> wrong(ex, terminal))
			.setExecutionExceptionHandler((ex, command, result) -> failed(ex, terminal));
	}

	private static int wrong(ParameterException ex, Terminal terminal) {
		terminal.err().println(ex.getMessage());
		if (ex instanceof MissingParameterException || ex.getCommandLine().getParent() == null) {
			ex.getCommandLine().usage(terminal.err(), terminal.ansi());
		}
		return ExitCode.USAGE.number();
	}

	private static int failed(Exception ex, Terminal terminal) throws Exception {
		if (ex instanceof CommandFailedException failed) {
			terminal.err().println(failed.getMessage());
			return failed.code().number();
		}
		throw ex;
	}

}
