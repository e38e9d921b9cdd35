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
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.clusterboot.cluster.ClusterRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample without a cluster: it behaves as any Spring Boot application.
 */
class StandaloneIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void servesInTheProcessThatWasStarted() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(0)
			.arguments("--server.http2.enabled=true")
			.start()) {
			SampleClient client = sample.client();
			ServedBy expected = new ServedBy("sample", ClusterRole.STANDALONE, null, null, sample.pid(), 0, "1");
			assertThat(client.servedBy("/")).isEqualTo(expected);
			assertThat(client.servedByOnNewConnection("/")).isEqualTo(expected);
			assertThat(client.post("/echo", "ping").body()).isEqualTo("ping");
			HttpResponse<String> overHttp2 = client.h2c().get("/");
			assertThat(overHttp2.statusCode()).isEqualTo(200);
			assertThat(overHttp2.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(sample.workerPids()).isEmpty();
			assertThat(OpenDescriptors.of(sample.pid()).sockets()).isPositive();
			assertThat(client.isPortFree()).isFalse();
			sample.signal("TERM");
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(143);
			assertThat(client.isPortFree()).isTrue();
			assertThat(sample.output().all()).as("warnings of the JVM")
				.noneMatch((line) -> line.startsWith("WARNING:"));
		}
	}

	@Test
	void loadsNothingThatOnlyAClusterNeeds(@TempDir Path directory) throws IOException {
		Path log = directory.resolve("classes.log");
		try (SampleProcess sample = SampleCommand.sample()
			.vmArguments("-Xlog:class+load:file=" + log + ":none")
			.workers(0)
			.start()) {
			assertThat(sample.client().servedBy("/").role()).isEqualTo(ClusterRole.STANDALONE);
			sample.signal("TERM");
			sample.awaitExit(DEADLINE);
		}
		List<String> classes = Files.readAllLines(log, StandardCharsets.ISO_8859_1)
			.stream()
			.map((line) -> line.replaceFirst(" .*", ""))
			.toList();
		assertThat(classes).as("junixsocket, the channel and its JSON, what a worker has")
			.noneMatch((name) -> name.startsWith("org.newsclub.") || name.startsWith("io.clusterboot.ipc.ChannelJson")
					|| name.startsWith("io.clusterboot.cluster.worker."));
		assertThat(classes).as("Netty's native part, not before Reactor Netty asks for it")
			.containsSubsequence("io.clusterboot.autoconfigure.ClusterAutoConfiguration",
					"reactor.netty.resources.DefaultLoopEpoll", "io.netty.channel.epoll.Native")
			.containsOnlyOnce("io.netty.channel.epoll.Native");
		assertThat(classes).filteredOn((name) -> name.startsWith("io.clusterboot.") && !name.contains(".sample."))
			.as("classes of ClusterBoot, those of messages and the leadership among them, which it has too")
			.hasSizeLessThan(190);
	}

	@ParameterizedTest
	@CsvSource({ "exit, 7, 7", "oom, 9, 3" })
	void endsAsAsked(String how, int code, int expected) {
		try (SampleProcess sample = SampleCommand.sample()
			.vmArguments("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")
			.workers(0)
			.start()) {
			sample.client().crash(how, code);
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(expected);
		}
	}

}
