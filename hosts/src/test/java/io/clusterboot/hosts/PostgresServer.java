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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A PostgreSQL on a port of its own. The server refuses to run as root, so there it runs
 * as the user that its package creates.
 */
final class PostgresServer implements EngineServer {

	private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

	private static final String USER = "test";

	private final Path programs;

	private final Path folder;

	private final int port;

	private Process process;

	private PostgresServer(Path programs, Path folder, int port) throws IOException {
		this.programs = programs;
		this.folder = folder;
		this.port = port;
		if (isRoot()) {
			HostProcess.run(List.of("chown", "postgres", folder.toString()));
		}
		HostProcess.run(command("initdb", "-D", data(), "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8"));
		this.process = launch();
		awaitServer();
	}

	static PostgresServer start() throws IOException {
		Optional<Path> programs = programs();
		assumeTrue(programs.isPresent(), "Missing tool: postgresql");
		Path folder = Files.createTempDirectory("clusterboot-postgres",
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		return new PostgresServer(programs.orElseThrow(), folder, RedisServer.freePort());
	}

	private static Optional<Path> programs() throws IOException {
		if (!Files.isDirectory(INSTALLED)) {
			return Optional.empty();
		}
		try (Stream<Path> versions = Files.list(INSTALLED)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((bin) -> Files.isExecutable(bin.resolve("postgres")))
				.max(Comparator.naturalOrder());
		}
	}

	private static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	private List<String> command(String program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		command.add(this.programs.resolve(program).toString());
		command.addAll(List.of(arguments));
		return command;
	}

	private String data() {
		return this.folder.resolve("data").toString();
	}

	private Process launch() throws IOException {
		return new ProcessBuilder(
				command("postgres", "-D", data(), "-p", Integer.toString(this.port), "-c", "listen_addresses=127.0.0.1",
						"-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "shared_buffers=16MB"))
			.directory(new File("/"))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private void awaitServer() {
		await().atMost(Duration.ofSeconds(60)).until(this::answers);
	}

	private boolean answers() {
		try (Connection connection = DriverManager.getConnection(url(), USER, "")) {
			return connection.isValid(2);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	String url() {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres";
	}

	String user() {
		return USER;
	}

	@Override
	public List<String> arguments() {
		return List.of("--cluster.hosts.engine=jdbc", "--cluster.hosts.jdbc.url=" + url(),
				"--cluster.hosts.jdbc.username=" + USER);
	}

	/**
	 * End it at once, as a crash does, with all its processes.
	 */
	@Override
	public void kill() throws InterruptedException {
		HostProcess.run(List.of("kill", "-QUIT", Long.toString(this.process.pid())));
		this.process.waitFor(30, TimeUnit.SECONDS);
	}

	@Override
	public void signal(String signal) {
		HostProcess.signal(signal, this.process);
	}

	@Override
	public void restart() throws IOException {
		this.process = launch();
		awaitServer();
	}

	@Override
	public void close() {
		try {
			if (this.process.isAlive()) {
				// Left stopped by a test that failed, it would not quit
				HostProcess.run(List.of("kill", "-CONT", Long.toString(this.process.pid())));
				kill();
			}
			this.process.destroyForcibly();
			try (Stream<Path> files = Files.walk(this.folder)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
