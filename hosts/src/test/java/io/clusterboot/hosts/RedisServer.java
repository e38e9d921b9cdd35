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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A {@code redis-server} on a port of its own, without persistence.
 */
final class RedisServer implements EngineServer {

	private static final boolean FOUND = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
		.anyMatch((directory) -> new File(directory, "redis-server").canExecute());

	private final Path folder;

	private final int port;

	private Process process;

	private RedisServer(Path folder, int port) throws IOException {
		this.folder = folder;
		this.port = port;
		this.process = launch();
		awaitPort();
	}

	static RedisServer start(Path folder) throws IOException {
		assumeTrue(FOUND, "Missing tool: redis-server");
		return new RedisServer(folder, freePort());
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private Process launch() throws IOException {
		return new ProcessBuilder("redis-server", "--port", Integer.toString(this.port), "--bind", "127.0.0.1",
				"--save", "", "--appendonly", "no", "--dir", this.folder.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private void awaitPort() {
		await().atMost(Duration.ofSeconds(60)).until(() -> accepts(this.port));
	}

	static boolean accepts(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public List<String> arguments() {
		return List.of("--cluster.hosts.engine=redis", "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + this.port);
	}

	@Override
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void signal(String signal) {
		HostProcess.signal(signal, this.process);
	}

	@Override
	public void restart() throws IOException {
		this.process = launch();
		awaitPort();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
