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

package io.clusterboot.spring.drain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import javax.net.ssl.KeyManagerFactory;

import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.spring.testing.TestCertificate;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real server whose traffic is counted in a row, with all kinds of clients.
 */
@Timeout(120)
class TrafficCountTests {

	private static final Duration DEADLINE = Duration.ofSeconds(50);

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final TrafficCount traffic = new TrafficCount(this.row);

	private final Sinks.Empty<Void> slow = Sinks.empty();

	private final CountDownLatch slowArrived = new CountDownLatch(1);

	private final ConnectionProvider connections = ConnectionProvider.builder("test")
		.maxConnections(1)
		.pendingAcquireMaxCount(-1)
		.build();

	private DisposableServer server;

	@AfterEach
	void closeEverything() {
		this.slow.tryEmitEmpty();
		this.connections.dispose();
		this.server.disposeNow();
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP11", "H2C" })
	void eachRequestCountsOnceWhateverItsConnection(HttpProtocol protocol) {
		serve((server) -> server.protocol(protocol));
		reactor.netty.http.client.HttpClient client = client().protocol(protocol);
		Flux.range(0, 50)
			.flatMap((i) -> client.get().uri("/").responseContent().aggregate().asString(), 10)
			.blockLast(DEADLINE);
		awaitRequests(50, 0);
		assertThat(this.row.read().acceptedConnections()).isOne();
		assertThat(this.row.read().activeConnections()).isOne();
		assertThat(this.row.read().serverErrors()).isZero();
		this.connections.disposeLater().block(DEADLINE);
		awaitConnections(0);
		assertThat(this.row.read()).isEqualTo(new ScoreboardEntry(0, 0, 1, 0, 50, 0, 0, 0, 0, 0, 0, 0));
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP11", "H2" })
	void withTls(HttpProtocol protocol, @TempDir Path directory) throws Exception {
		KeyManagerFactory keys = TestCertificate.create(directory);
		boolean http2 = protocol == HttpProtocol.H2;
		GenericSslContextSpec<SslContextBuilder> server = http2 ? Http2SslContextSpec.forServer(keys)
				: Http11SslContextSpec.forServer(keys);
		GenericSslContextSpec<SslContextBuilder> trusting = http2
				? Http2SslContextSpec.forClient().configure(TestCertificate::trust)
				: Http11SslContextSpec.forClient().configure(TestCertificate::trust);
		serve((plain) -> plain.protocol(protocol).secure((ssl) -> ssl.sslContext(server)));
		reactor.netty.http.client.HttpClient client = client().protocol(protocol)
			.secure((ssl) -> ssl.sslContext(trusting));
		Flux.range(0, 10)
			.flatMap((i) -> client.get().uri("/").responseContent().aggregate().asString(), 5)
			.blockLast(DEADLINE);
		Disposable aborted = client.get().uri("/slow").responseContent().subscribe();
		arrived();
		awaitRequests(11, 1);
		aborted.dispose();
		awaitRequests(11, 0);
		assertThat(this.row.read().acceptedConnections()).isOne();
	}

	@Test
	void upgradeToHttp2CountsItsRequestOnce() throws Exception {
		serve((server) -> server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C));
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
		for (int i = 0; i < 5; i++) {
			HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri("/")).build(),
					BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		}
		awaitRequests(5, 0);
		assertThat(this.row.read().acceptedConnections()).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP11", "H2C" })
	void serverErrorsAreCounted(HttpProtocol protocol) {
		serve((server) -> server.protocol(protocol));
		for (String path : List.of("/", "/500", "/thrown", "/none", "/503-empty")) {
			reactor.netty.http.client.HttpClient.newConnection()
				.host("localhost")
				.port(this.server.port())
				.protocol(protocol)
				.get()
				.uri(path)
				.responseSingle((response, body) -> body.asString().defaultIfEmpty("").thenReturn(response.status()))
				.block(DEADLINE);
		}
		awaitRequests(5, 0);
		assertThat(this.row.read().serverErrors()).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP11", "H2C" })
	void clientThatGoesAwayIsCountedOutOnceAndNotAsDrained(HttpProtocol protocol) throws Exception {
		serve((server) -> server.protocol(protocol));
		Disposable request = client().protocol(protocol).get().uri("/slow").responseContent().subscribe();
		arrived();
		awaitRequests(1, 1);
		this.traffic.drain();
		request.dispose();
		awaitRequests(1, 0);
		this.slow.tryEmitEmpty();
		this.connections.disposeLater().block(DEADLINE);
		awaitConnections(0);
		this.traffic.cut();
		assertThat(this.row.read()).isEqualTo(new ScoreboardEntry(0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void clientThatGoesAwayAmidItsBodyIsCountedOut() throws Exception {
		serve(UnaryOperator.identity());
		try (Socket socket = new Socket(InetAddress.getByName("localhost"), this.server.port())) {
			write(socket, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
			awaitRequests(1, 1);
		}
		awaitRequests(1, 0);
		awaitConnections(0);
	}

	@Test
	void pipelinedRequestsCountEach() throws Exception {
		serve(UnaryOperator.identity());
		try (Socket socket = new Socket(InetAddress.getByName("localhost"), this.server.port())) {
			write(socket,
					IntStream.range(0, 20)
						.mapToObj((i) -> "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
						.reduce("", String::concat));
			awaitRequests(20, 0);
			assertThat(this.row.read().acceptedConnections()).isOne();
		}
	}

	@Test
	void responsesWithoutBodyAndContinueCountOnce() throws Exception {
		serve(UnaryOperator.identity());
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		client.send(HttpRequest.newBuilder(uri("/")).method("HEAD", BodyPublishers.noBody()).build(),
				BodyHandlers.discarding());
		client.send(HttpRequest.newBuilder(uri("/204")).build(), BodyHandlers.discarding());
		try (Socket socket = new Socket(InetAddress.getByName("localhost"), this.server.port())) {
			write(socket, """
					POST /echo HTTP/1.1\r
					Host: localhost\r
					Content-Length: 4\r
					Expect: 100-continue\r
					Connection: close\r
					\r
					""");
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") == -1) {
				head.append((char) socket.getInputStream().read());
			}
			assertThat(head).startsWith("HTTP/1.1 100 Continue");
			write(socket, "body");
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).contains("200 OK",
					"body");
		}
		awaitRequests(3, 0);
		try (Socket socket = new Socket(InetAddress.getByName("localhost"), this.server.port())) {
			write(socket, "GET / HTTP/1.0\r\n\r\n");
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.contains("200 OK");
		}
		awaitRequests(4, 0);
	}

	@Test
	void webSocketIsInFlightWhileItIsOpen() {
		serve(UnaryOperator.identity());
		WebSocket webSocket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.server.port() + "/ws"), new WebSocket.Listener() {
			})
			.join();
		awaitRequests(1, 1);
		webSocket.sendText("hello", true).join();
		assertThat(this.row.read().requestsInFlight()).isOne();
		webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
		awaitRequests(1, 0);
	}

	@Test
	void answeredWhileDrainingIsDrainedAndTheRestIsAborted() throws Exception {
		serve(UnaryOperator.identity());
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.discarding());
		awaitRequests(1, 0);
		CompletableFuture<HttpResponse<String>> late = client.sendAsync(HttpRequest.newBuilder(uri("/slow")).build(),
				BodyHandlers.ofString());
		arrived();
		this.traffic.cut();
		assertThat(this.row.read().abortedRequests()).as("before the drain").isZero();
		this.traffic.drain();
		client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.discarding());
		awaitRequests(3, 1);
		this.traffic.cut();
		this.traffic.cut();
		assertThat(this.row.read().drainedRequests()).isOne();
		assertThat(this.row.read().abortedRequests()).isOne();
		this.slow.tryEmitEmpty();
		assertThat(late.get(50, TimeUnit.SECONDS).body()).isEqualTo("late");
		awaitRequests(3, 0);
	}

	private void serve(UnaryOperator<HttpServer> configure) {
		this.server = new HttpServerTraffic(this.traffic)
			.watch(configure.apply(HttpServer.create().host("localhost").port(0)))
			.route((routes) -> routes.get("/", (request, response) -> response.sendString(Mono.just("hello")))
				.head("/", (request, response) -> response.send())
				.get("/204", (request, response) -> response.status(204).send())
				.get("/500", (request, response) -> response.status(500).sendString(Flux.just("a", "b")))
				.get("/503-empty", (request, response) -> response.status(503).send())
				.get("/thrown", (request, response) -> Mono.error(new IllegalStateException("thrown by a test")))
				.post("/echo",
						(request, response) -> request.receive()
							.aggregate()
							.asString()
							.flatMap((body) -> response.sendString(Mono.just(body)).then()))
				.get("/slow", (request, response) -> {
					this.slowArrived.countDown();
					return response.sendString(this.slow.asMono().then(Mono.just("late")));
				})
				.ws("/ws", (in, out) -> out.send(in.receive().retain())))
			.bindNow();
	}

	private reactor.netty.http.client.HttpClient client() {
		return reactor.netty.http.client.HttpClient.create(this.connections)
			.host("localhost")
			.port(this.server.port())
			.disableRetry(true);
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.server.port() + path);
	}

	private void arrived() throws InterruptedException {
		assertThat(this.slowArrived.await(50, TimeUnit.SECONDS)).isTrue();
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Wait until so many requests were counted; the client may know before the row does.
	 */
	private void awaitRequests(long requests, long inFlight) {
		await("%d requests, %d in flight".formatted(requests, inFlight)).atMost(DEADLINE).until(() -> {
			ScoreboardEntry entry = this.row.read();
			return entry.requests() == requests && entry.requestsInFlight() == inFlight;
		});
	}

	private void awaitConnections(long active) {
		await(active + " connections").atMost(DEADLINE).until(() -> this.row.read().activeConnections() == active);
	}

}
