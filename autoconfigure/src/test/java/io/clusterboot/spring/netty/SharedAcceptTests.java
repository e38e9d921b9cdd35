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

package io.clusterboot.spring.netty;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.handle.Handle;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;
import io.clusterboot.spring.testing.FakeMaster;
import io.clusterboot.spring.testing.FakeMaster.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two processes that accept on one socket.
 */
@Timeout(180)
class SharedAcceptTests {

	private static final Duration DEADLINE = Duration.ofSeconds(50);

	/**
	 * The largest share of the mean. On an idle machine it is below 1.15 at once; on a
	 * busy one a process may not run for longer than the others wait for it, and has to
	 * catch up. Without turns it stays near 2, with any number of connections.
	 */
	private static final double CLEARLY_SHARED = 1.5;

	/**
	 * How many connections there are at most to catch up with.
	 */
	private static final int MANY = 2000;

	private static final Pattern PID = Pattern.compile("\\A\\S+ 200 OK\r\n(?s:.*?)Pid: (\\d+)\r\n",
			Pattern.CASE_INSENSITIVE);

	private final List<FakeMaster> masters = new ArrayList<>();

	private final List<ChildProcess> workers = new ArrayList<>();

	private final List<ScoreboardRow> rows = new ArrayList<>();

	private final List<Socket> clients = new ArrayList<>();

	/**
	 * The process of each answer.
	 */
	private final List<Long> served = new ArrayList<>();

	private Scoreboard scoreboard;

	@BeforeEach
	void start() throws Exception {
		this.scoreboard = Scoreboard.create(2, 2);
		try (Handle listener = FakeMaster.listener()) {
			for (int i = 0; i < 2; i++) {
				spawn(FakeMaster.start(Policy.SHARED, listener.duplicate()));
			}
		}
		for (FakeMaster master : this.masters) {
			master.nextListening();
		}
		// Until both have seen each other beat
		long seen = Math.max(this.rows.get(0).heartbeat(), this.rows.get(1).heartbeat());
		await("both beat").atMost(DEADLINE)
			.until(() -> this.rows.stream().allMatch((row) -> row.heartbeat() >= seen + 4));
	}

	private void spawn(FakeMaster master) {
		this.masters.add(master);
		int row = this.scoreboard.allocate();
		this.rows.add(this.scoreboard.row(row));
		Map<String, String> environment = new HashMap<>(CurrentProcess.get().environment());
		environment.put("CLUSTER_CHANNEL_FD", "3");
		environment.put("CLUSTER_UNIQUE_ID", Integer.toString(row));
		environment.put("CLUSTER_PROTOCOL_VERSION", ClusterMessage.VERSION.value());
		environment.putAll(Scoreboard.variables(4, row));
		this.workers.add(ChildProcess.spawn(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx96m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						AcceptMain.class.getName(), Integer.toString(master.address().getPort())),
				SpawnOptions.defaults()
					.withEnvironment(environment)
					.withStdio(1, Stdio.pipeTo(OutputStream.nullOutputStream()))
					.withStdio(2, Stdio.pipeTo(OutputStream.nullOutputStream()))
					.withStdio(3, Stdio.handle(master.workersEnd()))
					.withStdio(4, Stdio.handle(this.scoreboard.descriptor()))));
		master.workersEnd().close();
	}

	@AfterEach
	void stop() throws IOException {
		for (Socket client : this.clients) {
			client.close();
		}
		this.workers.forEach((worker) -> worker.kill(Signal.SIGKILL));
		this.workers.forEach((worker) -> worker.onExit().orTimeout(30, TimeUnit.SECONDS).join());
		this.masters.forEach(FakeMaster::close);
		this.scoreboard.close();
	}

	@Test
	void oneAtATimeTheyTakeTurns() throws IOException {
		do {
			for (int i = 0; i < 400; i++) {
				try (Socket client = connect("close")) {
					readHead(client);
				}
			}
		}
		while (this.served.size() < MANY && largestShare() > CLEARLY_SHARED);
		assertThat(largestShare()).isLessThanOrEqualTo(CLEARLY_SHARED);
	}

	@Test
	void keptConnectionsAreSpread() throws IOException {
		do {
			for (int i = 0; i < 64; i++) {
				this.clients.add(connect("keep-alive"));
			}
			for (Socket client : this.clients.subList(this.clients.size() - 64, this.clients.size())) {
				readHead(client);
			}
		}
		while (this.served.size() < MANY / 2 && largestShare() > CLEARLY_SHARED);
		assertThat(largestShare()).isLessThanOrEqualTo(CLEARLY_SHARED);
	}

	@Test
	void whenOneDiesTheOtherServesAll() throws IOException {
		this.workers.get(0).kill(Signal.SIGKILL);
		this.workers.get(0).onExit().orTimeout(30, TimeUnit.SECONDS).join();
		for (int i = 0; i < 20; i++) {
			try (Socket client = connect("close")) {
				readHead(client);
			}
		}
		assertThat(this.served).hasSize(20).containsOnly(this.workers.get(1).pid());
	}

	@Test
	void connectionThatWokeAWorkerThatDoesNotRunIsServedByTheOther() throws IOException {
		this.workers.get(0).kill(Signal.SIGSTOP);
		// Until then it may well accept
		await("all of it stands still").atMost(DEADLINE).until(() -> isStopped(this.workers.get(0)));
		for (int i = 0; i < 20; i++) {
			try (Socket client = connect("close")) {
				readHead(client);
			}
		}
		assertThat(this.served).hasSize(20).containsOnly(this.workers.get(1).pid());
		this.workers.get(0).kill(Signal.SIGCONT);
	}

	private static boolean isStopped(ChildProcess worker) {
		try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(worker.pid()), "task"))) {
			return threads.map((thread) -> read(thread.resolve("stat"))).allMatch((stat) -> stat.contains(") T "));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			// A thread that ended meanwhile; look again
			return "";
		}
	}

	/**
	 * Read the head of the answer, and remember the worker that sent it. What the
	 * scoreboard counts are turns, among them those that a worker gave up.
	 */
	private void readHead(Socket client) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = client.getInputStream().read();
			assertThat(next).as("answer that ends with %s", head).isNotNegative();
			head.append((char) next);
		}
		Matcher pid = PID.matcher(head);
		assertThat(pid.find()).as(head.toString()).isTrue();
		this.served.add(Long.valueOf(pid.group(1)));
	}

	/**
	 * The largest share of the mean that a worker has had so far.
	 */
	private double largestShare() {
		long first = this.served.stream().filter((pid) -> pid == this.workers.get(0).pid()).count();
		return Math.max(first, this.served.size() - first) * 2.0 / this.served.size();
	}

	private Socket connect(String connection) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout((int) DEADLINE.toMillis());
		socket.connect(this.masters.get(0).address());
		socket.getOutputStream()
			.write("GET / HTTP/1.1\r\nHost: test\r\nConnection: %s\r\n\r\n".formatted(connection)
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

}
