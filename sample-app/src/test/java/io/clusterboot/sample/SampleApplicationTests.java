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

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoints of the sample, which stays standalone in a test.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String SERVED_BY = "{\"application\":\"sample\",\"role\":\"STANDALONE\",\"worker\":null,"
			+ "\"slot\":null,\"pid\":" + ProcessHandle.current().pid() + ",\"generation\":0,\"version\":\"1\"}";

	@LocalServerPort
	private int port;

	@Autowired
	private ApplicationAvailability availability;

	private WebTestClient client;

	@BeforeEach
	void connect() {
		// Reactor Netty 1.3.7 may stop reading from a kept-alive connection when another
		// thread wrote the response before, as for the actuator (reactor-netty#4361).
		this.client = WebTestClient.bindToServer(new ReactorClientHttpConnector(HttpClient.newConnection()))
			.baseUrl("http://localhost:" + this.port)
			.responseTimeout(TIMEOUT)
			.build();
	}

	@ParameterizedTest
	@CsvSource({ "/", "/slow?ms=0", "/slow?ms=20", "/block?ms=0", "/block?ms=20" })
	void saysWhoAnswered(String path) {
		this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectBody(String.class)
			.isEqualTo(SERVED_BY);
	}

	@ParameterizedTest
	@CsvSource({ "/slow?ms=150", "/block?ms=150" })
	void takesItsTime(String path) {
		long start = System.nanoTime();
		this.client.get().uri(path).exchange().expectStatus().isOk().expectBody(String.class).isEqualTo(SERVED_BY);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/slow?ms=-1 | ms: -1 (expected: 0..600000)", "/slow?ms=ten | ms: ten (expected: 0..600000)",
					"/block?ms=600001 | ms: 600001 (expected: 0..600000)",
					"/stream?n=-1 | n: -1 (expected: 0..1000000)", "/stream?ms=1.5 | ms: 1.5 (expected: 0..600000)",
					"/gc?ms=-1 | ms: -1 (expected: 0..600000)", "/crash | how: null (expected: exit, halt or oom)",
					"/crash?how=EXIT | how: EXIT (expected: exit, halt or oom)",
					"/crash?how=exit&code=256 | code: 256 (expected: 0..255)" })
	void saysWhatIsWrongWithAParameter(String path, String message) {
		this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo(message);
	}

	@Test
	void echoesABodyWithItsType() {
		this.client.post()
			.uri("/echo")
			.contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
			.bodyValue("grüß dich")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("text/plain;charset=UTF-8")
			.expectBody(String.class)
			.isEqualTo("grüß dich");
	}

	@Test
	void echoesALargeBodyInPieces() {
		int chunks = 256;
		byte[] chunk = new byte[1 << 16];
		Arrays.fill(chunk, (byte) 'x');
		Flux<DataBuffer> body = Flux.range(0, chunks)
			.map((ignored) -> DefaultDataBufferFactory.sharedInstance.wrap(chunk));
		Flux<byte[]> echo = this.client.post()
			.uri("/echo")
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.body(BodyInserters.fromDataBuffers(body))
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(byte[].class)
			.getResponseBody();
		assertThat(echo.map((bytes) -> (long) bytes.length).reduce(0L, Long::sum).block(TIMEOUT))
			.isEqualTo((long) chunks * chunk.length);
	}

	@Test
	void echoesNothing() {
		this.client.post().uri("/echo").exchange().expectStatus().isOk().expectBody().isEmpty();
	}

	@Test
	void streamsNumberedEvents() {
		List<SampleController.Tick> ticks = this.client.get()
			.uri("/stream?n=3&ms=1")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.returnResult(SampleController.Tick.class)
			.getResponseBody()
			.collectList()
			.block(TIMEOUT);
		assertThat(ticks).extracting(SampleController.Tick::sequence).containsExactly(1, 2, 3);
		assertThat(ticks).extracting(SampleController.Tick::pid).containsOnly(ProcessHandle.current().pid());
	}

	@Test
	void webSocketEchoes() {
		Sinks.One<List<String>> received = Sinks.one();
		new ReactorNettyWebSocketClient()
			.execute(URI.create("ws://localhost:" + this.port + "/ws"),
					(session) -> session.send(Flux.just("one", "two").map(session::textMessage))
						.thenMany(session.receive().map(WebSocketMessage::getPayloadAsText).take(2))
						.collectList()
						.doOnNext(received::tryEmitValue)
						.flatMap((ignored) -> session.close())
						.onErrorResume((ex) -> Mono.empty()))
			.block(TIMEOUT);
		assertThat(received.asMono().block(TIMEOUT)).containsExactly("one", "two");
	}

	@Test
	void namesItsProcessInAHeader() {
		this.client.get()
			.uri("/fail")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR)
			.expectHeader()
			.valueEquals("Served-By-Pid", ProcessHandle.current().pid())
			.expectBody(String.class);
	}

	@Test
	void collectsGarbageForAsLongAsItIsAskedTo() {
		long start = System.nanoTime();
		this.client.get()
			.uri("/gc?ms=100")
			.exchange()
			.expectBody(Integer.class)
			.value((collections) -> assertThat(collections).isPositive());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void switchesItsReadiness() {
		postReadiness("refusing").isNoContent().expectBody(String.class);
		assertThat(this.availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		postReadiness("accepting").isNoContent().expectBody(String.class);
		assertThat(this.availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		postReadiness("perhaps").isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("state: perhaps (expected: accepting or refusing)");
	}

	private StatusAssertions postReadiness(String state) {
		return this.client.post().uri("/readiness?state=" + state).exchange().expectStatus();
	}

	@Test
	void exposesHealthAndInfo() {
		this.client.get().uri("/actuator/health").exchange().expectBody().jsonPath("$.status").isEqualTo("UP");
		this.client.get().uri("/actuator/info").exchange().expectStatus().isOk().expectBody(String.class);
		this.client.get().uri("/actuator/beans").exchange().expectStatus().isNotFound().expectBody(String.class);
	}

}
