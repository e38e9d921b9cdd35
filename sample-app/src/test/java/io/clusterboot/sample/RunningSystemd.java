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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.test.OutputLines;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real systemd as a manager of services, as PID 1 in namespaces and a control group
 * of its own.
 */
final class RunningSystemd implements AutoCloseable {

	private static final Path SCRIPT = Path.of("src", "test", "resources", "service", "manager.sh").toAbsolutePath();

	private static final Duration START_DEADLINE = Duration.ofSeconds(60);

	private final SampleProcess script;

	private final ProcessHandle systemd;

	private RunningSystemd(SampleProcess script, ProcessHandle systemd) {
		this.script = script;
		this.systemd = systemd;
	}

	/**
	 * The version of systemd, empty if it is not installed.
	 */
	static Optional<Integer> version() {
		try {
			Matcher version = Pattern.compile("^systemd (\\d+)").matcher(run(List.of("systemctl", "--version")));
			return version.find() ? Optional.of(Integer.parseInt(version.group(1))) : Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Start the manager.
	 * @param units the folder of its units
	 * @param jar what is {@code /srv/app.jar} for its services
	 * @return the manager, empty if it cannot run here
	 */
	static Optional<RunningSystemd> start(Path units, Path jar) {
		String group = "clusterboot-test-" + ProcessHandle.current().pid();
		SampleProcess script = SampleCommand
			.of("unshare", "--mount", "sh", SCRIPT.toString(), group, units.toString(), jar.toString())
			.start();
		try {
			ProcessHandle systemd = Awaitility.await("systemd runs")
				.atMost(START_DEADLINE)
				.until(() -> systemd(script), (found) -> found.isPresent() || !script.handle().isAlive())
				.orElse(null);
			if (systemd == null) {
				script.close();
				return Optional.empty();
			}
			RunningSystemd manager = new RunningSystemd(script, systemd);
			Awaitility.await("systemd answers")
				.atMost(START_DEADLINE)
				.until(() -> manager.systemctl("is-system-running").contains("running"));
			return Optional.of(manager);
		}
		catch (RuntimeException | Error ex) {
			script.handle().descendants().forEach(ProcessHandle::destroyForcibly);
			script.close();
			throw ex;
		}
	}

	private static Optional<ProcessHandle> systemd(SampleProcess script) {
		return script.handle()
			.descendants()
			.filter((process) -> process.info().command().filter((name) -> name.endsWith("/systemd")).isPresent())
			.findFirst();
	}

	/**
	 * Call {@code systemctl}, and wait for its end.
	 * @return its output
	 */
	String systemctl(String... arguments) {
		List<String> timed = new ArrayList<>(List.of("60", "systemctl"));
		timed.addAll(List.of(arguments));
		return inside("timeout", timed.toArray(String[]::new));
	}

	/**
	 * Call {@code systemctl}, which must succeed.
	 */
	void control(String... arguments) {
		List<String> shell = new ArrayList<>(List.of("-c", "timeout 170 systemctl \"$@\" && echo done", "sh"));
		shell.addAll(List.of(arguments));
		String output = inside("sh", shell.toArray(String[]::new));
		assertThat(output).as(String.join(" ", arguments)).endsWith("done\n");
	}

	/**
	 * Return a property of the service.
	 */
	String property(String name) {
		return systemctl("show", "clusterboot.service", "--value", "--property=" + name).strip();
	}

	String inside(String program, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of("nsenter", "--target", Long.toString(this.systemd.pid()), "--mount", "--pid", program));
		command.addAll(List.of(arguments));
		try {
			return run(command);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String run(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
			return output;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	OutputLines log() {
		return this.script.output();
	}

	@Override
	public void close() {
		systemctl("exit", "--force");
		try {
			this.script.awaitExit(START_DEADLINE);
		}
		finally {
			this.systemd.destroyForcibly();
			this.script.close();
		}
	}

}
