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

package io.clusterboot.test.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.clusterboot.test.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProbeConnection}.
 */
class ProbeConnectionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String HEAD = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Name: value\r\n\r\nabc",
			"HTTP/1.1 200\r\nX-NAME: value\r\nTransfer-Encoding: chunked\r\n\r\n2;ext=1\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
			"HTTP/1.1 200\r\nx-name:value\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\nTrailer: 1\r\n\r\n",
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\nx-name: value\r\n\r\n" })
	void readsACompleteAnswerAndKeepsTheConnection(String text) throws IOException {
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> text);
				ProbeConnection connection = ProbeConnection.open(server.port(), TIMEOUT)) {
			for (int i = 1; i <= 2; i++) {
				ProbeAnswer answer = connection.ask(HEAD);
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.header("X-Name")).isEqualTo("value");
				assertThat(answer.keepsConnection()).isTrue();
				assertThat(connection.received()).isEqualTo(text.length());
				assertThat(connection.requests()).isEqualTo(i);
				assertThat(connection.staysOpenFor(Duration.ofMillis(1))).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 204\r\n\r\n", "HTTP/1.1 304\r\n\r\n" })
	void answersWithoutABodyEndWithTheirHead(String text) throws IOException {
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> text);
				ProbeConnection connection = ProbeConnection.open(server.port(), TIMEOUT)) {
			assertThat(connection.ask(HEAD).status()).isGreaterThan(200);
			assertThat(connection.ask(HEAD).status()).isGreaterThan(200);
		}
	}

	@Test
	void bodyMayEndWithTheConnection() throws IOException {
		try (ScriptedServer server = ScriptedServer
			.start((connection, request, head) -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
				ProbeConnection connection = ProbeConnection.open(server.port(), TIMEOUT)) {
			ProbeAnswer answer = connection.ask(HEAD);
			assertThat(answer.keepsConnection()).isFalse();
			assertThat(connection.staysOpenFor(TIMEOUT)).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1 200 OK…", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc…",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nabc…",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n…" })
	void incompleteAnswerFails(String text) throws IOException {
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> text);
				ProbeConnection connection = ProbeConnection.open(server.port(), TIMEOUT)) {
			assertThatExceptionOfType(EOFException.class).isThrownBy(() -> connection.ask(HEAD));
		}
	}

	@Test
	void answerThatDoesNotComeFails() throws IOException {
		try (ScriptedServer server = ScriptedServer
			.start((connection, request, head) -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
				ProbeConnection connection = ProbeConnection.open(server.port(), Duration.ofMillis(50))) {
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> connection.ask(HEAD));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "FTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n" })
	void malformedAnswerFails(String text) throws IOException {
		try (ScriptedServer server = ScriptedServer.start((connection, request, head) -> text);
				ProbeConnection connection = ProbeConnection.open(server.port(), TIMEOUT)) {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> connection.ask(HEAD));
		}
	}

}
