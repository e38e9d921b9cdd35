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
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs the command that the arguments of an application name in place of the application.
 * Every start of an application asks it, so nothing is loaded for that but the arguments.
 */
public final class CommandTool {

	private CommandTool() {
	}

	/**
	 * Run the command, if one is named that does not need the application.
	 * @param arguments the arguments of the application
	 * @return the exit code, empty if the application has to start
	 */
	public static OptionalInt run(List<String> arguments) {
		Optional<CommandArguments> command = CommandArguments.of(arguments, System::getProperty, System::getenv)
			.filter((named) -> !named.isForTheApplication() || named.options().contains("--help"));
		return command.isEmpty() ? OptionalInt.empty()
				: OptionalInt.of(Commands.run(command.get(), Terminal.ofThisProcess()));
	}

}
