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

package io.clusterboot.spring.worker;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Listening;
import io.clusterboot.cluster.event.ClusterEvent.Message;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExecOptions;
import io.clusterboot.process.ExecResult;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.testing.EventRecorder;
import io.clusterboot.testing.NodeAvailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes with a UDP server of Reactor Netty, which read from one socket of their
 * master.
 */
@Timeout(120)
class SharedUdpTests {

	private static final int DATAGRAMS = 200;

	/**
	 * How many datagrams are under way at once: far less than a socket's buffer holds.
	 */
	private static final int AT_ONCE = 20;

	private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	private final EventRecorder events = new EventRecorder();

	private final ClusterMaster master = ClusterMaster.create(
			MasterSettings.of(1)
				.withThreadDumps(Path.of("target", "thread-dumps"))
				// To see that it does not count for UDP
				.withScheduling(SchedulingSettings.of(SchedulingPolicy.ROUND_ROBIN)),
			new WorkerLaunch(command(), SpawnOptions.defaults().environment(), null), List.of(this.events));

	@AfterEach
	void close() {
		this.master.stop();
		this.master.stopNow();
		this.master.close();
	}

	@Test
	void eachDatagramIsReadOnce() throws IOException {
		int first = fork();
		int second = fork();
		InetSocketAddress address = listening(first);
		assertThat(listening(second)).isEqualTo(address);
		try (DatagramSocket client = new DatagramSocket()) {
			client.setSoTimeout(60_000);
			for (int sent = 0; sent < DATAGRAMS; sent += AT_ONCE) {
				exchange(client, address, sent);
			}
			// What a worker says comes in order, so that nothing can follow
			for (int id : List.of(first, second)) {
				this.master.send(id, StringNode.valueOf("all of " + id));
				this.events.await(Message.class, (event) -> event.message().stringValue().equals("all of " + id));
			}
			assertThat(datagrams()).containsExactlyInAnyOrderElementsOf(texts(0, DATAGRAMS));
			this.master.disconnect(first);
			assertThat(this.events.await(Exited.class, first).status().code()).isZero();
			exchange(client, address, DATAGRAMS);
		}
	}

	@Test
	@NodeAvailable
	void workersOfANodePrimaryReadFromItsSocket() {
		ExecResult primary = ChildProcess
			.execFile(
					List.of("node", Path.of("src", "test", "resources", "node", "udp-primary.js").toString(),
							JAVA.toString(), CLASS_PATH, UdpMain.class.getName()),
					ExecOptions.defaults().with((spawn) -> spawn.withTimeout(Duration.ofSeconds(100))))
			.result()
			.join();
		JsonNode report = JsonMapper.shared().readTree(primary.stdout());
		assertThat(report.get("ports").asInt()).isOne();
		assertThat(report.get("told").valueStream().map(JsonNode::stringValue))
			.containsExactlyInAnyOrderElementsOf(texts(0, 20));
		assertThat(report.get("exits").valueStream().map(JsonNode::asInt)).containsExactly(0, 0);
	}

	/**
	 * Send some datagrams, and wait for the answers.
	 */
	private static void exchange(DatagramSocket client, InetSocketAddress address, int from) throws IOException {
		for (String text : texts(from, from + AT_ONCE)) {
			byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
			client.send(new DatagramPacket(bytes, bytes.length, address));
		}
		TreeSet<String> answers = new TreeSet<>();
		while (answers.size() < AT_ONCE) {
			DatagramPacket answer = new DatagramPacket(new byte[16], 16);
			client.receive(answer);
			assertThat(answer.getSocketAddress()).isEqualTo(address);
			answers.add(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII));
		}
		assertThat(answers).containsExactlyInAnyOrderElementsOf(texts(from, from + AT_ONCE));
	}

	private static List<String> texts(int from, int to) {
		return IntStream.range(from, to).mapToObj(Integer::toString).toList();
	}

	private List<String> datagrams() {
		return this.events.events(Message.class)
			.stream()
			.map((event) -> event.message().stringValue())
			.filter((text) -> !text.startsWith("all of"))
			.toList();
	}

	private int fork() {
		return this.master.fork(Map.of()).orTimeout(60, TimeUnit.SECONDS).join().id();
	}

	private InetSocketAddress listening(int id) {
		return (InetSocketAddress) this.events
			.await(Listening.class, (event) -> event.worker().id() == id && event.type() == AddressType.UDP4)
			.address();
	}

	private static JavaCommand command() {
		return JavaCommand.parse(JAVA, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m",
				"-cp", CLASS_PATH, UdpMain.class.getName(), "0"));
	}

}
