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

package io.clusterboot.test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LoadProbe}: what it counts as lost, and what not.
 */
class LoadProbeTests {

	private static final String OK = ScriptedServer.answer("200 OK", "ok");

	private static LoadProbeBuilder probe(ScriptedServer server) {
		return new LoadProbeBuilder(server.port(), "/path").pause(Duration.ofMillis(1))
			.answerTimeout(Duration.ofSeconds(30));
	}

	@Test
	void bothKindsOfClientsAreAnswered() throws IOException {
		Set<String> heads = ConcurrentHashMap.newKeySet();
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> {
			heads.add(head);
			return OK;
		}); LoadProbe probe = probe(server).clients(3).header("X-Test", "1").start()) {
			probe.awaitAnswers(20).stop().assertNothingLost();
			LoadReport report = probe.report();
			assertThat(report.answered()).isGreaterThanOrEqualTo(20).isEqualTo(report.requests());
			assertThat(report.statuses()).isEqualTo(Map.of(200, report.answered()));
			assertThat(report.byWorker()).isEqualTo(Map.of("7", report.answered()));
			assertThat(report.closedByServer()).isZero();
			assertThat(heads).containsExactlyInAnyOrder(
					"GET /path HTTP/1.1\nHost: 127.0.0.1:%d\nX-Test: 1\n".formatted(server.port()),
					"GET /path HTTP/1.1\nHost: 127.0.0.1:%d\nX-Test: 1\nConnection: close\n".formatted(server.port()));
		}
	}

	@Test
	void requestOnAKeptConnectionThatEndsWithoutAByteIsLost() throws IOException {
		LoadReport report = keepAlive(1, (builder) -> {
		}, ScriptedServer.CLOSE);
		assertThat(report.lost()).isPositive();
		assertThat(report.repeated()).isZero();
		assertThat(report.failures()).allSatisfy((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailedRequest.Kind.LOST);
			assertThat(failure.requestOfConnection()).isEqualTo(2);
			assertThat(failure.received()).isZero();
			assertThat(failure.worker()).isEqualTo("7");
		});
	}

	@Test
	void browserRepeatsThatRequest() throws IOException {
		LoadReport report = keepAlive(1, LoadProbeBuilder::repeatLikeBrowser, ScriptedServer.CLOSE);
		assertThat(report.failed()).isZero();
		assertThat(report.repeated()).isPositive();
	}

	@Test
	void browserDoesNotRepeatAfterTheFirstByte() throws IOException {
		LoadReport report = keepAlive(1, LoadProbeBuilder::repeatLikeBrowser, "HTTP/1.1 2…");
		assertThat(report.lost()).isPositive();
		assertThat(report.repeated()).isZero();
	}

	@Test
	void browserDoesNotRepeatTheFirstRequestOfAConnection() throws IOException {
		try (ScriptedServer server = ScriptedServer
			.start((connection, request, head) -> (connection == 2) ? ScriptedServer.CLOSE : OK);
				LoadProbe probe = probe(server).keepAliveClients(0)
					.newConnectionClients(1)
					.repeatLikeBrowser()
					.start()) {
			LoadReport report = probe.awaitAnswers(5).stop().report();
			assertThat(report.lost()).isEqualTo(1);
			assertThat(report.repeated()).isZero();
		}
	}

	/**
	 * Run a client whose connections end with their second request.
	 */
	private static LoadReport keepAlive(int clients, Consumer<LoadProbeBuilder> settings, String second)
			throws IOException {
		try (ScriptedServer server = ScriptedServer
			.start((connection, request, head) -> (request == 2) ? second : OK)) {
			LoadProbeBuilder builder = probe(server).keepAliveClients(clients).newConnectionClients(0);
			settings.accept(builder);
			try (LoadProbe probe = builder.start()) {
				return probe.awaitAnswers(5).stop().report();
			}
		}
	}

	@Test
	void connectionThatTheServerClosesBetweenRequestsLosesNothing() throws IOException {
		String last = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> (request == 3) ? last : OK);
				LoadProbe probe = probe(server).keepAliveClients(2).newConnectionClients(0).start()) {
			probe.awaitAnswers(20).stop().assertNothingLost();
			assertThat(probe.report().closedByServer()).isPositive();
		}
	}

	@Test
	void answerThatIsTooLateIsLost() throws IOException {
		String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
		try (ScriptedServer server = ScriptedServer
			.start((connection, request, head) -> (connection == 1 && request == 2) ? half : OK);
				LoadProbe probe = probe(server).keepAliveClients(1)
					.newConnectionClients(0)
					.answerTimeout(Duration.ofSeconds(1))
					.start()) {
			LoadReport report = probe.awaitAnswers(3).stop().report();
			assertThat(report.lost()).isEqualTo(1);
			assertThat(report.failures().get(0).received()).isEqualTo(half.length());
		}
	}

	@Test
	void serverErrorsAreNoAnswers() throws IOException {
		try (ScriptedServer server = ScriptedServer
			.start((connection, request, head) -> (request % 2 == 0) ? ScriptedServer.answer("503 No", "") : OK);
				LoadProbe probe = probe(server).keepAliveClients(1).newConnectionClients(0).start()) {
			LoadReport report = probe.awaitAnswers(3).stop().report();
			assertThat(report.lost()).isZero();
			assertThat(report.serverErrors()).isEqualTo(report.statuses().get(503)).isPositive();
			assertThatExceptionOfType(AssertionError.class).isThrownBy(probe::assertNothingLost)
				.withMessageContaining("server errors")
				.withMessageContaining("status 503");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(probe).hasLostRequests());
		}
	}

	@Test
	void connectionsThatCannotBeOpenedAreCounted() throws IOException {
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> OK);
				LoadProbe probe = probe(server).keepAliveClients(0).newConnectionClients(1).start()) {
			server.stop();
			probe.awaitFailures(1).stop();
			assertThat(probe.report().notConnected()).isPositive();
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(probe).wasAlwaysConnected())
				.withMessageContaining("NOT_CONNECTED");
		}
	}

	@Test
	void clientThatIsNeverAnsweredFailsTheStart() throws IOException {
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> ScriptedServer.CLOSE)) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> probe(server).clients(2).answerTimeout(Duration.ofMillis(200)).start())
				.withMessageContaining("Not all clients are answered: 0 answered");
		}
	}

	@Test
	void wrongSettingsAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadProbeBuilder(1, "path"))
			.withMessage("path: path (expected: a slash at its start)");
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadProbeBuilder(1, "/").clients(-1))
			.withMessage("clients: -1 (expected: >= 0)");
	}

}
