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

package io.clusterboot.process.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The grammar of the {@code java} launcher: {@code @argfiles} first, up to the main
 * class, then options, the launch target and the arguments of the application.
 */
final class JavaCommandParser {

	private static final Set<String> MAIN_MODULE_OPTIONS = Set.of("-m", "--module");

	private static final Set<String> OPTIONS_WITH_VALUE = Set.of("-cp", "-classpath", "--class-path", "-p",
			"--module-path", "--upgrade-module-path", "--add-modules", "--limit-modules", "--add-exports",
			"--add-opens", "--add-reads", "--patch-module", "--enable-native-access", "-d", "--describe-module", "-m",
			"--module", "--source");

	private final List<String> expanded = new ArrayList<>();

	private boolean expanding = true;

	private boolean targetSeen;

	private boolean valueExpected;

	static JavaCommand parse(Path java, List<String> arguments) {
		JavaCommandParser parser = new JavaCommandParser();
		arguments.forEach(parser::expand);
		return parser.read(java);
	}

	private void expand(String argument) {
		if (!this.expanding || this.targetSeen || argument.length() < 2 || argument.charAt(0) != '@') {
			add(argument);
		}
		else if (argument.charAt(1) == '@') {
			add(argument.substring(1));
		}
		else {
			// What a file holds is not expanded again
			ArgumentFile.tokens(readFile(argument.substring(1))).forEach(this::add);
		}
	}

	private static String readFile(String path) {
		try {
			return OsString.of(Files.readAllBytes(Path.of(path))).toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("@argfile: " + path + " (expected: a readable file)", ex);
		}
	}

	private void add(String argument) {
		this.expanded.add(argument);
		if (this.targetSeen) {
			return;
		}
		if (argument.startsWith("-")) {
			this.valueExpected = OPTIONS_WITH_VALUE.contains(argument) && !MAIN_MODULE_OPTIONS.contains(argument);
			if (argument.equals("--disable-@files")) {
				this.expanding = false;
			}
			this.targetSeen = argument.startsWith("--module=");
		}
		else {
			this.targetSeen = !this.valueExpected;
			this.valueExpected = false;
		}
	}

	private JavaCommand read(Path java) {
		List<String> vmOptions = new ArrayList<>();
		boolean jar = false;
		for (int i = 0; i < this.expanded.size(); i++) {
			String argument = this.expanded.get(i);
			List<String> rest = this.expanded.subList(i + 1, this.expanded.size());
			if (argument.startsWith("--module=")) {
				String module = argument.substring("--module=".length());
				return new JavaCommand(java, vmOptions, new LaunchTarget.Module(module), rest);
			}
			if (!argument.startsWith("-")) {
				return new JavaCommand(java, vmOptions, target(argument, jar, vmOptions), rest);
			}
			boolean value = OPTIONS_WITH_VALUE.contains(argument) && !rest.isEmpty() && !rest.get(0).startsWith("-");
			if (MAIN_MODULE_OPTIONS.contains(argument) && value) {
				return new JavaCommand(java, vmOptions, new LaunchTarget.Module(rest.get(0)),
						rest.subList(1, rest.size()));
			}
			if (argument.equals("-jar")) {
				jar = true;
			}
			else if (!argument.equals("--disable-@files")) {
				vmOptions.add(argument);
			}
			if (value) {
				vmOptions.add(rest.get(0));
				i++;
			}
		}
		throw new IllegalArgumentException(
				"java command: " + this.expanded + " (expected: a main class, -jar or --module)");
	}

	private static LaunchTarget target(String name, boolean jar, List<String> vmOptions) {
		boolean source = vmOptions.contains("--source")
				|| vmOptions.stream().anyMatch((option) -> option.startsWith("--source="));
		if (source || (!jar && name.endsWith(".java") && new File(name).exists())) {
			throw new IllegalArgumentException(
					"java command: source file " + name + " (expected: a compiled main class, -jar or --module)");
		}
		return jar ? new LaunchTarget.Jar(name) : new LaunchTarget.MainClass(name);
	}

}
