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

import java.util.List;
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

	private static final String COMPLETION = "completion";

	private static final String SYNOPSIS = "java -jar app.jar --" + CommandArguments.KEY + "=";

	private static final List<String> NAMES = List.of("status", "watch", "roll", "restart", "scale", "quarantine",
			"release", "stop", "events", "dump", COMPLETION);

	private Commands() {
	}

	static int run(CommandArguments arguments, Terminal terminal) {
		String name = arguments.command();
		if (name.equals(HELP) || arguments.isForTheApplication()) {
			commandLine(NAMES, terminal).usage(terminal.out(), terminal.ansi());
			return ExitCode.DONE.number();
		}
		if (!NAMES.contains(name)) {
			terminal.err()
				.println("%s: %s (expected one of: %s)".formatted(CommandArguments.KEY, name,
						Stream.concat(Stream.of("run", "prepare", HELP), NAMES.stream())
							.collect(Collectors.joining(", "))));
			return ExitCode.USAGE.number();
		}
		// picocli reads the annotations of each command that it knows, which takes time
		List<String> described = name.equals(COMPLETION) ? NAMES : List.of(name);
		return commandLine(described, terminal)
			.execute(Stream.concat(Stream.of(name), arguments.options().stream()).toArray(String[]::new));
	}

	private static CommandLine commandLine(List<String> names, Terminal terminal) {
		CommandLine line = new CommandLine(new RootCommand());
		for (String name : names) {
			CommandLine command = new CommandLine(command(name, terminal));
			command.getCommandSpec().usageMessage().customSynopsis(SYNOPSIS + name + " [options]");
			line.addSubcommand(name, command);
		}
		return line.setCaseInsensitiveEnumValuesAllowed(true)
			.setOut(terminal.out())
			.setErr(terminal.err())
			.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
			.setParameterExceptionHandler((ex, parameters) -> wrong(ex, terminal))
			.setExecutionExceptionHandler((ex, command, result) -> failed(ex, terminal));
	}

	private static Object command(String name, Terminal terminal) {
		return switch (name) {
			case "status" -> new StatusCommand(terminal);
			case "watch" -> new WatchCommand(terminal);
			case "roll" -> new RollCommand(terminal);
			case "restart" -> new RestartCommand(terminal);
			case "scale" -> new ScaleCommand(terminal);
			case "quarantine" -> new QuarantineCommand(terminal);
			case "release" -> new ReleaseCommand(terminal);
			case "stop" -> new StopCommand(terminal);
			case "events" -> new EventsCommand(terminal);
			case "dump" -> new DumpCommand(terminal);
			case COMPLETION -> new CompletionCommand(terminal);
			default -> throw new IllegalArgumentException(name);
		};
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
