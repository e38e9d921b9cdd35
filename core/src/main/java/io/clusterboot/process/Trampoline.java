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

package io.clusterboot.process;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.clusterboot.handle.Errno;
import io.clusterboot.process.command.OsString;

/**
 * The launcher between {@link ProcessBuilder} and a command that needs it: a shell script
 * in pure ASCII that makes changes which the JDK cannot make, and then executes the
 * command ({@code exec}) with the same process id. It moves descriptors, sets the actions
 * of signals, changes session and user, and encodes strings that the locale of this JVM
 * cannot express.
 */
final class Trampoline {

	private static final File SHELL = new File("/bin/sh");

	private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

	private static final List<String> SHELL_VARIABLES = List.of("PWD", "OLDPWD", "SHLVL");

	private static final List<String> TOOL_DIRECTORIES = List.of("/usr/bin", "/bin", "/usr/local/bin");

	private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

	// Unlike the default charset it follows the locale on every JDK
	private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

	private final List<OsString> command;

	private final SpawnOptions options;

	Trampoline(List<String> command, SpawnOptions options) {
		command.forEach((word) -> SpawnChecks.text("command", word));
		if (command.isEmpty() || command.get(0).isEmpty()) {
			throw new IllegalArgumentException("command: " + command + " (expected: an executable)");
		}
		this.command = command.stream().map(OsString::of).toList();
		this.options = options;
		options.workingDirectory().ifPresent(Trampoline::checkDirectory);
		checkExecutable(command.get(0));
	}

	private static void checkDirectory(Path directory) {
		if (!Files.isDirectory(directory)) {
			throw new SpawnException(Errno.ENOENT, "working-directory", directory.toString(), "an existing directory");
		}
	}

	private void checkExecutable(String executable) {
		String path = this.options.environment().getOrDefault("PATH", DEFAULT_PATH);
		if (!FILE_NAMES.newEncoder().canEncode(executable + path)) {
			return;
		}
		if (executable.indexOf('/') != -1) {
			Path directory = this.options.workingDirectory().orElse(Path.of(""));
			File file = directory.resolve(executable).toFile();
			if (!isExecutable(file)) {
				throw new SpawnException(file.exists() ? Errno.EACCES : Errno.ENOENT, "command", executable,
						"an executable file");
			}
		}
		else if (Stream.of(path.split(File.pathSeparator))
			.noneMatch((directory) -> isExecutable(new File(directory, executable)))) {
			throw new SpawnException(Errno.ENOENT, "command", executable, "an executable file on the PATH " + path);
		}
	}

	private static boolean isExecutable(File file) {
		return file.isFile() && file.canExecute();
	}

	/**
	 * Return a builder with everything except the descriptors.
	 * @param plan the places of the descriptors and their numbers in the child
	 * @param signal a pipe of this process to which the child writes a byte when it has
	 * opened them, or empty
	 */
	ProcessBuilder processBuilder(StdioPlan plan, OptionalInt signal) {
		return new PlainStart(this.command, this.options).processBuilder(plan).orElseGet(() -> shell(plan, signal));
	}

	private ProcessBuilder shell(StdioPlan plan, OptionalInt signal) {
		if (!isExecutable(SHELL)) {
			throw new SpawnException(Errno.ENOENT, "shell", SHELL.getPath(),
					"a shell, which sets descriptors, signals or the user of " + this);
		}
		ProcessBuilder builder = new ProcessBuilder();
		List<String> assignments = assignEnvironment(builder.environment());
		StringBuilder script = new StringBuilder();
		this.options.workingDirectory().ifPresent((directory) -> {
			OsString path = OsString.of(directory);
			if (path.isAscii()) {
				builder.directory(new File(path.toString()));
			}
			else {
				script.append("cd ").append(path.shellWord()).append(" || exit 126; ");
			}
		});
		SHELL_VARIABLES.stream()
			.filter((name) -> !this.options.environment().containsKey(name))
			.forEach((name) -> script.append("unset ").append(name).append("; "));
		if (!this.options.ignoredSignals().isEmpty()) {
			script.append(this.options.ignoredSignals()
				.stream()
				.sorted()
				.map(Signal::shortName)
				.collect(Collectors.joining(" ", "trap \"\" ", "; ")));
		}
		String exec = "exec " + String.join(" ", launchers()) + String.join(" ", assignments) + argv0() + words();
		if (signal.isPresent()) {
			int free = freeIndex();
			script.append("{ echo >&%d; %s %d>&-; } %d>>%s%s".formatted(free, exec, free, free,
					StdioPlan.path(signal.getAsInt()), plan.redirections()));
		}
		else {
			script.append(exec).append(plan.redirections());
		}
		List<String> shell = new ArrayList<>(IgnoredSignals.launcher(this.options.ignoredSignals()));
		shell.addAll(List.of(SHELL.getPath(), "-c", script.toString(), "sh"));
		this.command.forEach((word) -> shell.add(word.isAscii() ? word.toString() : ""));
		return builder.command(shell);
	}

	/**
	 * Set the variables that the JDK can pass on without loss.
	 * @param target the environment in the JDK, which keeps the bytes of entries that are
	 * not changed
	 * @return words for the script that set the rest
	 */
	private List<String> assignEnvironment(Map<String, String> target) {
		List<String> assignments = new ArrayList<>();
		target.keySet().retainAll(this.options.environment().keySet());
		this.options.environment().forEach((name, value) -> {
			OsString assignment = OsString.of(name + "=" + value);
			// A shell may drop variables whose names are not valid in the shell
			if (!SHELL_NAME.matcher(name).matches()) {
				target.remove(name);
				assignments.add(assignment.shellWord());
			}
			else if (!value.equals(target.get(name))) {
				if (assignment.isAscii()) {
					target.put(name, value);
				}
				else {
					assignments.add(assignment.shellWord());
				}
			}
		});
		if (assignments.isEmpty()) {
			return assignments;
		}
		if (this.command.get(0).toString().indexOf('=') != -1) {
			throw new SpawnException(Errno.EINVAL, "command", this.command.get(0).toString(),
					"no = in it, since the environment needs env(1)");
		}
		assignments.add(0, "/usr/bin/env");
		assignments.add("");
		return assignments;
	}

	private String words() {
		if (this.command.stream().allMatch(OsString::isAscii)) {
			return "\"$@\"";
		}
		StringBuilder words = new StringBuilder();
		for (int i = 0; i < this.command.size(); i++) {
			OsString word = this.command.get(i);
			words.append((i > 0) ? " " : "").append(word.isAscii() ? "\"${" + (i + 1) + "}\"" : word.shellWord());
		}
		return words.toString();
	}

	private int freeIndex() {
		return IntStream.rangeClosed(3, 9)
			.filter((index) -> !this.options.stdio().containsKey(index))
			.findFirst()
			.orElseThrow(() -> new UnsupportedOperationException(
					"stdio: all of 3..9 (expected: one of them free, as descriptors have to be opened)"));
	}

	/**
	 * The commands that change the process, each of which executes the next one.
	 */
	private List<String> launchers() {
		List<String> words = new ArrayList<>();
		if (this.options.isDetached()) {
			words.add(tool("setsid", "detached"));
		}
		Credentials.of(this.options).ifPresent((credentials) -> {
			words.add(tool("setpriv", "uid or gid"));
			words.addAll(credentials.options());
			words.add("--");
		});
		if (!words.isEmpty()) {
			words.add("");
		}
		return words;
	}

	private String argv0() {
		return this.options.argv0()
			.map((word) -> tool("bash", "argv0") + " -c 'unset _ OLDPWD; exec -a \"$0\" -- \"$@\"' "
					+ OsString.of(word).shellWord() + " ")
			.orElse("");
	}

	private static String tool(String name, String option) {
		return TOOL_DIRECTORIES.stream()
			.map((directory) -> new File(directory, name))
			.filter(Trampoline::isExecutable)
			.map(File::getPath)
			.findFirst()
			.orElseThrow(() -> new UnsupportedOperationException(
					option + ": needs " + name + " (expected: in one of " + TOOL_DIRECTORIES + ")"));
	}

	@Override
	public String toString() {
		return this.command.get(0).toString();
	}

}
