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

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real server that drains, seen by its clients.
 */
@Timeout(120)
class ConnectionDrainTests {

	private static final Duration DEADLINE = Duration.ofSeconds(50);

	private static final Duration LONG = Duration.ofSeconds(100);

	private final Sinks.Empty<Void> slow = Sinks.empty();

	private final CompletableFuture<Void> slowArrived = new CompletableFuture<>();

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final List<Closeable> opened = new ArrayList<>();

	private DisposableServer server;

	@AfterEach
	void closeEverything() throws IOException {
		this.slow.tryEmitEmpty();
		for (Closeable closeable : this.opened) {
			closeable.close();
		}
		this.server.disposeNow();
	}

	@Test
	void withoutConnectionsItIsOverAtOnce() throws Exception {
		CompletableFuture<Void> drained = stop(serve(LONG));
		drained.get(50, TimeUnit.SECONDS);
	}

	@Test
	void itIsNotOverBeforeTheListenerHasStopped() throws Exception {
		ConnectionDrain drain = serve(LONG);
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		drain.watch(() -> stopped);
		CompletableFuture<Void> drained = stop(drain);
		Client last = connect();
		assertThat(last.get("/")).contains("200 OK").containsIgnoringCase("connection: close");
		assertThat(drained).isNotDone();
		stopped.complete(null);
		drained.get(50, TimeUnit.SECONDS);
	}

	@Test
	void requestOnIdleConnectionIsServedWithinTheGraceAndToldToClose() throws Exception {
		ConnectionDrain drain = serve(LONG);
		Client client = connect();
		assertThat(client.get("/")).contains("200 OK").doesNotContain("close");
		CompletableFuture<Void> drained = stop(drain);
		assertThat(client.get("/")).contains("200 OK").containsIgnoringCase("connection: close");
		assertThat(client.readLine()).as("the end of the connection").isNull();
		drained.get(50, TimeUnit.SECONDS);
	}

	@Test
	void clientsAreLetGoWithoutAnEndAndStayAgainLater() throws Exception {
		ConnectionDrain drain = serve(Duration.ofMillis(50), Duration.ofMillis(100));
		Client idle = idle();
		Client busy = connect();
		busy.send("/slow");
		this.slowArrived.get(50, TimeUnit.SECONDS);
		drain.letGo(true);
		assertThat(idle.readLine()).as("the end of the connection").isNull();
		assertThat(connect().get("/")).contains("200 OK").containsIgnoringCase("connection: close");
		// The other one ends when its answer was written, which its client may see before
		await("the slow request alone").atMost(Duration.ofSeconds(50))
			.until(() -> this.row.read().requestsInFlight() == 1);
		drain.letGo(false);
		Client later = connect();
		assertThat(later.get("/")).contains("200 OK").doesNotContain("close");
		this.slow.tryEmitEmpty();
		assertThat(busy.readHead()).contains("200 OK").containsIgnoringCase("connection: close");
		assertThat(this.row.read().drainedRequests()).isZero();
	}

	@Test
	void idleConnectionIsClosedAfterTheGrace() throws Exception {
		ConnectionDrain drain = serve(Duration.ofMillis(50));
		Client client = connect();
		client.get("/");
		stop(drain).get(50, TimeUnit.SECONDS);
		assertThat(client.readLine()).as("the end of the connection").isNull();
	}

	@Test
	void requestInFlightEndsItsConnectionAndOutlivesTheGrace() throws Exception {
		ConnectionDrain drain = serve(Duration.ofMillis(50));
		Client idle = idle();
		Client client = connect();
		client.send("/slow");
		this.slowArrived.get(50, TimeUnit.SECONDS);
		CompletableFuture<Void> drained = stop(drain);
		assertThat(idle.readLine()).as("the end of the grace").isNull();
		assertThat(drained).isNotDone();
		this.slow.tryEmitEmpty();
		assertThat(client.readHead()).contains("200 OK").containsIgnoringCase("connection: close");
		drained.get(50, TimeUnit.SECONDS);
	}

	@Test
	void whatIsLeftAtTheTimeoutIsCut() throws Exception {
		ConnectionDrain drain = serve(Duration.ofMillis(50), Duration.ofMillis(200));
		Client client = connect();
		client.send("/slow");
		this.slowArrived.get(50, TimeUnit.SECONDS);
		stop(drain).get(50, TimeUnit.SECONDS);
		assertThat(this.row.read().abortedRequests()).isOne();
		assertThat(client.readLine()).as("the end of the connection").isNull();
	}

	@Test
	void connectionWhoseResponseOutlivedTheGraceHasOneOfItsOwn() throws Exception {
		ConnectionDrain drain = serve(Duration.ofSeconds(2));
		Client idle = idle();
		Client client = connect();
		client.send("/events");
		assertThat(client.readHead()).contains("200 OK").doesNotContainIgnoringCase("connection: close");
		CompletableFuture<Void> drained = stop(drain);
		assertThat(idle.readLine()).as("the end of the grace").isNull();
		this.slow.tryEmitEmpty();
		// The last chunk, and the line after it
		for (String line = client.readLine(); !"0".equals(line); line = client.readLine()) {
			assertThat(line).isNotNull();
		}
		client.readLine();
		assertThat(client.get("/")).contains("200 OK").containsIgnoringCase("connection: close");
		drained.get(50, TimeUnit.SECONDS);
	}

	@Test
	void webSocketIsClosedWithGoingAway() throws Exception {
		ConnectionDrain drain = serve(Duration.ofMillis(100));
		CompletableFuture<Integer> closeCode = new CompletableFuture<>();
		WebSocket webSocket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.server.port() + "/ws"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onClose(WebSocket closed, int statusCode, String reason) {
					closeCode.complete(statusCode);
					return null;
				}

			})
			.get(50, TimeUnit.SECONDS);
		this.opened.add(webSocket::abort);
		stop(drain);
		assertThat(closeCode.get(50, TimeUnit.SECONDS)).isEqualTo(1001);
	}

	private ConnectionDrain serve(Duration grace) {
		return serve(grace, LONG);
	}

	/**
	 * A connection that the drain closes when the grace is over.
	 */
	private Client idle() throws IOException {
		Client client = connect();
		client.get("/");
		return client;
	}

	private ConnectionDrain serve(Duration grace, Duration timeout) {
		ConnectionDrain drain = new ConnectionDrain(grace, timeout, new TrafficCount(this.row));
		this.server = drain.watch(HttpServer.create().host("localhost").port(0))
			.route((routes) -> routes.get("/", (request, response) -> response.sendString(Mono.just("hello")))
				.get("/slow", (request, response) -> {
					this.slowArrived.complete(null);
					return response.sendString(this.slow.asMono().then(Mono.just("late")));
				})
				.get("/events",
						(request, response) -> response.sse()
							.sendString(Flux.just("data: first\n\n")
								.concatWith(this.slow.asMono().then(Mono.just("data: last\n\n")))))
				.ws("/ws", (in, out) -> out.send(in.receive().retain())))
			.bindNow();
		drain.start();
		return drain;
	}

	private static CompletableFuture<Void> stop(ConnectionDrain drain) {
		CompletableFuture<Void> drained = new CompletableFuture<>();
		drain.stop(() -> drained.complete(null));
		return drained;
	}

	private Client connect() throws IOException {
		Client client = new Client(new Socket(InetAddress.getByName("localhost"), this.server.port()));
		this.opened.add(client);
		return client;
	}

	/**
	 * A connection that is kept alive, and shows what comes over it.
	 */
	private static final class Client implements Closeable {

		private final Socket socket;

		private final BufferedReader reader;

		Client(Socket socket) throws IOException {
			this.socket = socket;
			this.socket.setSoTimeout((int) DEADLINE.toMillis());
			this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		}

		/**
		 * Ask, and read the head and the body.
		 */
		String get(String path) throws IOException {
			send(path);
			String head = readHead();
			char[] body = new char["hello".length()];
			int length = 0;
			while (length < body.length) {
				length += this.reader.read(body, length, body.length - length);
			}
			assertThat(body).containsExactly("hello".toCharArray());
			return head;
		}

		void send(String path) throws IOException {
			this.socket.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path)
					.getBytes(StandardCharsets.US_ASCII));
		}

		String readHead() throws IOException {
			StringBuilder head = new StringBuilder();
			for (String line = readLine(); line != null && !line.isEmpty(); line = readLine()) {
				head.append(line).append('\n');
			}
			return head.toString();
		}

		String readLine() throws IOException {
			return this.reader.readLine();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
