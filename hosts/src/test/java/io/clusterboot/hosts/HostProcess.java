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

package io.clusterboot.hosts;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.clusterboot.hosts.sample.HostsSample;
import io.clusterboot.test.OutputLines;

/**
 * The sample on one host: a master and its workers. Hosts are processes on ports of this
 * machine.
 */
final class HostProcess implements AutoCloseable {

	static final Duration DEADLINE = Duration.ofSeconds(240);

	private static final Pattern SERVING = Pattern.compile("Cluster serves on \\S*:(\\d+) ");

	private final String name;

	private final Process process;

	private final OutputLines output;

	private final HttpClient client = HttpClient.newHttpClient();

	private HostProcess(String name, Process process) {
		this.name = name;
		this.process = process;
		this.output = OutputLines.of(process, (line) -> {
		});
	}

	/**
	 * Start a host.
	 * @param name its name
	 * @param temp the folder for its temporary files
	 * @param arguments of the application
	 */
	static HostProcess start(String name, Path temp, List<String> arguments) {
		List<String> command = new ArrayList<>(java(temp));
		command.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--cluster.workers=1",
				"--cluster.worker.max-heap=96MB", "--cluster.startup-timeout=240s", "--cluster.hosts.host-name=" + name,
				"--cluster.rolling.canary-time=200ms", "--cluster.worker.image.enabled=false",
				"--cluster.drain-grace=100ms", "--cluster.liveness-timeout=60s",
				"--cluster.control.directory=" + temp.resolve("control"), "--logging.level.io.clusterboot=info"));
		command.addAll(arguments);
		return new HostProcess(name, process(command));
	}

	private static List<String> java(Path temp) {
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote",
				"-Djava.io.tmpdir=" + temp, "-cp", classPath(), HostsSample.class.getName());
	}

	/**
	 * The class path of this JVM, without what stands for the working directory.
	 */
	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static Process process(List<String> command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.name;
	}

	OutputLines output() {
		return this.output;
	}

	int port() {
		return Integer.parseInt(this.output.await(SERVING, DEADLINE).group(1));
	}

	String get(String path) {
		return send(HttpRequest.newBuilder(uri(path)));
	}

	String post(String path) {
		return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + port() + path);
	}

	private String send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.timeout(Duration.ofSeconds(60)).build(),
					HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new AssertionError(response.statusCode() + ": " + response.body());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Send a signal to all processes of the host.
	 */
	void signal(String signal) {
		signal(signal, this.process);
	}

	/**
	 * Send a signal to a process and all that it has started.
	 */
	static void signal(String signal, Process process) {
		List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
		Stream.concat(Stream.of(process.toHandle()), process.descendants())
			.forEach((handle) -> command.add(Long.toString(handle.pid())));
		run(command);
	}

	/**
	 * Run a command of this host.
	 * @return what it printed
	 */
	String command(Path temp, String... arguments) {
		List<String> command = new ArrayList<>(java(temp));
		command.addAll(List.of(arguments));
		command
			.addAll(List.of("--pid=" + this.process.pid(), "--cluster.control.directory=" + temp.resolve("control")));
		return run(command);
	}

	static String run(List<String> command) {
		Process process = process(command);
		try (BufferedReader reader = process.inputReader()) {
			String output = String.join("\n", reader.lines().toList());
			if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new AssertionError(command + ": " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Override
	public void close() {
		List<ProcessHandle> workers = this.process.descendants().toList();
		this.process.destroy();
		try {
			this.process.waitFor(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
		workers.forEach(ProcessHandle::destroyForcibly);
	}

}
