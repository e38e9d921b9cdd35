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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The arguments of the application, as a command reads them: the name of the command and
 * its own options. Options of the application, whose names have a dot, are left out.
 *
 * @param command the name of the command
 * @param options its options
 */
record CommandArguments(String command, List<String> options) {

	static final String KEY = "cluster.command";

	/**
	 * The commands for which the application starts, at least in part.
	 */
	private static final Set<String> OF_THE_APPLICATION = Set.of("run", "prepare");

	private static final String OPTION = "--" + KEY + "=";

	private static final String DIRECTORY = "--cluster.control.directory=";

	/**
	 * Return whether the application starts for this command.
	 */
	boolean isForTheApplication() {
		return OF_THE_APPLICATION.contains(this.command);
	}

	/**
	 * Read the arguments.
	 * @param arguments the arguments of the application
	 * @param properties reads system properties
	 * @param environment reads environment variables
	 * @return the command, empty if none is named
	 */
	static Optional<CommandArguments> of(List<String> arguments, UnaryOperator<String> properties,
			UnaryOperator<String> environment) {
		String command = Optional.ofNullable(properties.apply(KEY))
			.or(() -> Optional.ofNullable(environment.apply("CLUSTER_COMMAND")))
			.orElse("");
		List<String> options = new ArrayList<>();
		for (String argument : arguments) {
			if (argument.startsWith(OPTION)) {
				command = argument.substring(OPTION.length());
			}
			else if (argument.startsWith(DIRECTORY) || !isOfTheApplication(argument)) {
				options.add(argument);
			}
		}
		return command.isBlank() ? Optional.empty()
				: Optional.of(new CommandArguments(command.strip().toLowerCase(Locale.ROOT), List.copyOf(options)));
	}

	private static boolean isOfTheApplication(String argument) {
		int end = argument.indexOf('=');
		return argument.startsWith("--") && argument.substring(0, (end < 0) ? argument.length() : end).contains(".");
	}

}
