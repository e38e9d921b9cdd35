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
package io.clusterboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what a Dockerfile says without a daemon and without base images: the programs are
 * those of this machine. The working directory of the last stage is {@code /srv}.
 *
 * @param folder what is in the working directory
 * @param user the user and the group
 * @param variables the environment
 * @param command what to run
 */
record DockerImage(Path folder, String user, Map<String, String> variables, List<String> command) {

	private static final Duration DEADLINE = Duration.ofMinutes(5);

	private static final String HERE = "mount --bind \"$1\" /srv && shift && cd /srv && ";

	/**
	 * Build an image.
	 * @param context the folder with the files to copy, in which the stages are made
	 */
	static DockerImage build(DeployFile file, Path context) {
		Builder builder = new Builder(context);
		String joined = file.text().replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
		joined.lines().filter((line) -> !line.isBlank()).forEach(builder::instruction);
		return new DockerImage(builder.folder, builder.user, Map.copyOf(builder.variables),
				List.copyOf(builder.command));
	}

	/**
	 * Run it with a file system that is read-only but for {@code /tmp}, and processes of
	 * its own.
	 */
	SampleCommand run(String... arguments) {
		String script = HERE + "mount -o remount,bind,ro /srv && mount -o remount,bind,ro / && "
				+ "mount -t tmpfs -o mode=1777 tmpfs /tmp && exec \"$@\"";
		List<String> launcher = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--mount-proc",
				"--kill-child", "sh", "-c", script, "sh"));
		launcher.add(this.folder.toString());
		launcher.addAll(asUser(this.user));
		launcher.addAll(this.command);
		launcher.addAll(List.of(arguments));
		return with(this.variables, SampleCommand.of(launcher.toArray(String[]::new)));
	}

	private static List<String> asUser(String user) {
		String[] ids = user.split(":");
		return List.of("setpriv", "--reuid=" + ids[0], "--regid=" + ids[1], "--clear-groups", "--no-new-privs");
	}

	private static SampleCommand with(Map<String, String> variables, SampleCommand command) {
		SampleCommand changed = command.environment("HOME", "/")
			.environment("PATH", Path.of(SampleCommand.java()).getParent() + ":" + System.getenv("PATH"))
			.environment("CLUSTER_STARTUP_TIMEOUT", SampleProcess.START_DEADLINE.toSeconds() + "s");
		for (Map.Entry<String, String> variable : variables.entrySet()) {
			changed = changed.environment(variable.getKey(), variable.getValue());
		}
		return changed;
	}

	/**
	 * Follows the instructions one by one.
	 */
	private static final class Builder {

		private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=(\\S+)");

		private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

		private final Path context;

		private final Map<String, String> variables = new LinkedHashMap<>();

		private final List<String> command = new ArrayList<>();

		private final Map<String, Path> stages = new LinkedHashMap<>();

		private Path folder;

		private String directory = "/";

		private String user = "0:0";

		Builder(Path context) {
			this.context = context;
			this.folder = context;
		}

		void instruction(String line) {
			String[] parts = line.split("\\s+", 2);
			switch (parts[0]) {
				case "FROM" -> from(parts[1]);
				case "ARG" -> assign(parts[1]);
				case "ENV" -> assign(parts[1]);
				case "WORKDIR" -> this.directory = parts[1];
				case "COPY" -> copy(parts[1].split("\\s+"));
				case "RUN" -> run(parts[1]);
				case "USER" -> this.user = parts[1];
				case "EXPOSE" -> assertThat(parts[1]).isEqualTo("8080");
				case "ENTRYPOINT" ->
					WORD.matcher(parts[1]).results().forEach((word) -> this.command.add(word.group(1)));
				default -> throw new AssertionError("instruction: " + line);
			}
		}

		private void from(String image) {
			this.folder = create(this.context.resolve("stage-" + this.stages.size()));
			this.variables.clear();
			Matcher named = Pattern.compile(" AS (\\w+)$").matcher(image);
			this.stages.put(named.find() ? named.group(1) : "", this.folder);
		}

		private void assign(String assignments) {
			ASSIGNMENT.matcher(assignments)
				.results()
				.forEach((each) -> this.variables.put(each.group(1), each.group(2)));
		}

		private void copy(String[] words) {
			int first = words[0].startsWith("--from=") ? 1 : 0;
			String source = words[first];
			if (first == 1) {
				Path stage = this.stages.get(words[0].replace("--from=", ""));
				execute(List.of("cp", "-r", stage + source.replaceFirst("^/layers", "") + ".", this.folder.toString()));
			}
			else {
				execute(List.of("cp",
						this.context.resolve(source.replace("${JAR}", this.variables.get("JAR"))).toString(),
						this.folder.resolve(words[first + 1]).toString()));
			}
		}

		private void run(String command) {
			List<String> words = new ArrayList<>(
					List.of("unshare", "--mount", "sh", "-c", HERE + "exec \"$@\"", "sh", this.folder.toString()));
			words.addAll(asUser(this.user));
			words.addAll(List.of("sh", "-c", command));
			execute(words);
		}

		private void execute(List<String> words) {
			try (SampleProcess process = with(this.variables, SampleCommand.of(words.toArray(String[]::new))).start()) {
				assertThat(process.awaitExit(DEADLINE)).as("%s%n%s", words, process.output().tail()).isZero();
			}
		}

		private static Path create(Path folder) {
			try {
				Files.createDirectory(folder);
				return folder;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
