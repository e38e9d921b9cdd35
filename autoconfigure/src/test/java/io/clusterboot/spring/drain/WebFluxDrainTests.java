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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server of Spring WebFlux that drains, seen by its clients.
 */
@Timeout(120)
class WebFluxDrainTests {

	private static final Duration DEADLINE = Duration.ofSeconds(50);

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final TrafficCount traffic = new TrafficCount(this.row);

	private final ConnectionDrain connections = new ConnectionDrain(Duration.ofMillis(400), Duration.ofSeconds(100),
			this.traffic);

	private final EventStreamDrain streams = new EventStreamDrain(Duration.ofMillis(400), Duration.ofSeconds(2));

	private final HandshakeWebSocketService webSockets = new HandshakeWebSocketService(
			new ReactorNettyRequestUpgradeStrategy());

	private final Sinks.Empty<Void> slow = Sinks.empty();

	private final Sinks.Many<String> pushed = Sinks.many().unicast().onBackpressureBuffer();

	private DisposableServer server;

	@AfterEach
	void dispose() {
		this.slow.tryEmitEmpty();
		this.server.disposeNow();
	}

	@Test
	void eventStreamsEndAfterAWholeEvent() {
		serve();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		List<HttpResponse<InputStream>> open = Flux.range(0, 20)
			.map((i) -> client.sendAsync(HttpRequest.newBuilder(uri("/events")).build(), BodyHandlers.ofInputStream())
				.orTimeout(50, TimeUnit.SECONDS)
				.join())
			.collectList()
			.block();
		long began = System.nanoTime();
		stop();
		for (HttpResponse<InputStream> stream : open) {
			assertThat(text(stream.body())).endsWith("last line\n\n").startsWith("data: first line\n");
		}
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
		awaitInFlight(0);
		ScoreboardEntry entry = this.row.read();
		assertThat(entry.requests()).isEqualTo(20);
		assertThat(entry.drainedRequests()).isEqualTo(20);
	}

	@Test
	void eventStreamThatBeginsWhileDrainingEndsToo() {
		serve();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		stopStreams();
		HttpResponse<InputStream> stream = client
			.sendAsync(HttpRequest.newBuilder(uri("/events")).build(), BodyHandlers.ofInputStream())
			.orTimeout(50, TimeUnit.SECONDS)
			.join();
		assertThat(text(stream.body())).endsWith("last line\n\n");
	}

	@Test
	void eventArrivesThoughNoOtherFollows() throws Exception {
		serve();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		this.pushed.tryEmitNext("one");
		InputStream stream = client
			.sendAsync(HttpRequest.newBuilder(uri("/pushed")).build(), BodyHandlers.ofInputStream())
			.get(50, TimeUnit.SECONDS)
			.body();
		assertThat(event(stream)).isEqualTo("data:one\n\n");
		this.pushed.tryEmitNext("two");
		assertThat(event(stream)).isEqualTo("data:two\n\n");
		this.pushed.tryEmitComplete();
		assertThat(text(stream)).isEmpty();
	}

	@Test
	void headOfAnEventStreamIsAnsweredAtOnce() throws Exception {
		serve();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		HttpResponse<String> response = client
			.sendAsync(HttpRequest.newBuilder(uri("/events")).method("HEAD", BodyPublishers.noBody()).build(),
					BodyHandlers.ofString())
			.get(50, TimeUnit.SECONDS);
		assertThat(response.statusCode()).isEqualTo(200);
	}

	@Test
	void otherResponsesOutliveTheStreams() throws Exception {
		serve();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		CompletableFuture<HttpResponse<String>> response = client
			.sendAsync(HttpRequest.newBuilder(uri("/slow")).build(), BodyHandlers.ofString());
		awaitInFlight(1);
		HttpResponse<InputStream> stream = client.send(HttpRequest.newBuilder(uri("/events")).build(),
				BodyHandlers.ofInputStream());
		stop();
		text(stream.body());
		assertThat(response).isNotDone();
		this.slow.tryEmitEmpty();
		assertThat(response.get(50, TimeUnit.SECONDS).body()).isEqualTo("late");
	}

	@Test
	void bodyThatIsOnItsWayArrives() throws Exception {
		serve();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>();
		CompletableFuture<HttpResponse<String>> response = client.sendAsync(
				HttpRequest.newBuilder(uri("/length")).POST(BodyPublishers.fromPublisher(body)).build(),
				BodyHandlers.ofString());
		await("the client asks for the body").atMost(DEADLINE).until(body::hasSubscribers);
		body.submit(ByteBuffer.allocate(50_000));
		awaitInFlight(1);
		CompletableFuture<Void> drained = stop();
		body.submit(ByteBuffer.allocate(50_000));
		body.close();
		assertThat(response.get(50, TimeUnit.SECONDS).body()).isEqualTo("100000");
		drained.get(50, TimeUnit.SECONDS);
		awaitInFlight(0);
		assertThat(this.row.read().drainedRequests()).isOne();
		assertThat(this.row.read().activeConnections()).isLessThanOrEqualTo(1);
	}

	/**
	 * With Reactor Netty's client, as the JDK's one takes any GOAWAY for the end of the
	 * connection.
	 */
	@Test
	void streamsOfHttp2FinishAndTheConnectionCloses() throws Exception {
		serve();
		ConnectionProvider one = ConnectionProvider.create("test", 1);
		reactor.netty.http.client.HttpClient client = reactor.netty.http.client.HttpClient.create(one)
			.host("localhost")
			.port(this.server.port())
			.protocol(HttpProtocol.H2C);
		Sinks.Many<ByteBuf> upload = Sinks.many().unicast().onBackpressureBuffer();
		upload.tryEmitNext(Unpooled.wrappedBuffer(new byte[50_000]));
		CompletableFuture<String> uploaded = client.post()
			.uri("/length")
			.send(upload.asFlux())
			.responseSingle((response, content) -> content.asString())
			.toFuture();
		awaitInFlight(1);
		List<CompletableFuture<String>> responses = Stream.of("/slow", "/slow", "/events", "/slow", "/events")
			.map((path) -> client.get().uri(path).responseContent().aggregate().asString().toFuture())
			.toList();
		awaitInFlight(6);
		CompletableFuture<Void> drained = stop();
		assertThat(responses.get(0)).isNotDone();
		upload.tryEmitNext(Unpooled.wrappedBuffer(new byte[50_000]));
		upload.tryEmitComplete();
		assertThat(uploaded.get(50, TimeUnit.SECONDS)).isEqualTo("100000");
		assertThat(responses.get(2).get(50, TimeUnit.SECONDS)).endsWith("last line\n\n");
		assertThat(responses.get(4).get(50, TimeUnit.SECONDS)).endsWith("last line\n\n");
		this.slow.tryEmitEmpty();
		for (int i : new int[] { 0, 1, 3 }) {
			assertThat(responses.get(i).get(50, TimeUnit.SECONDS)).isEqualTo("late");
		}
		drained.get(50, TimeUnit.SECONDS);
		awaitConnections(0);
		awaitInFlight(0);
		assertThat(this.row.read().acceptedConnections()).isOne();
		assertThat(this.row.read().drainedRequests()).isEqualTo(6);
		one.dispose();
	}

	@Test
	void webSocketThatTalksHearsGoingAway() throws Exception {
		serve();
		CompletableFuture<Integer> closed = new CompletableFuture<>();
		WebSocket webSocket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.server.port() + "/ws"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onClose(WebSocket closing, int statusCode, String reason) {
					closed.complete(statusCode);
					return null;
				}

				@Override
				public void onError(WebSocket failed, Throwable error) {
					closed.completeExceptionally(error);
				}

			})
			.get(50, TimeUnit.SECONDS);
		stop();
		while (!closed.isDone() && !webSocket.isOutputClosed()) {
			webSocket.sendText("x".repeat(1000), true).exceptionally((ex) -> webSocket).get(50, TimeUnit.SECONDS);
		}
		assertThat(closed.get(50, TimeUnit.SECONDS)).isEqualTo(1001);
		awaitInFlight(0);
		assertThat(this.row.read().drainedRequests()).isOne();
	}

	private void serve() {
		ReactorHttpHandlerAdapter handler = new ReactorHttpHandlerAdapter(
				WebHttpHandlerBuilder.webHandler(this::handle).filter(this.streams).build());
		this.server = this.connections
			.watch(HttpServer.create().host("localhost").port(0).protocol(HttpProtocol.HTTP11, HttpProtocol.H2C))
			.handle(handler)
			.bindNow();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		return switch (exchange.getRequest().getPath().value()) {
			case "/ws" -> this.webSockets.handleRequest(exchange, (session) -> session.receive().then());
			case "/slow" -> response.writeWith(this.slow.asMono().then(Mono.fromSupplier(() -> buffer("late"))));
			case "/length" -> response.writeWith(exchange.getRequest()
				.getBody()
				.map(WebFluxDrainTests::length)
				.reduce(0, Integer::sum)
				.map((length) -> buffer(length.toString())));
			case "/events" -> {
				response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
				yield response.writeAndFlushWith(Flux.interval(Duration.ZERO, Duration.ofMillis(5))
					.onBackpressureDrop()
					.concatMap((i) -> Flux.just("data: first line\n", "data: last line\n", "\n"))
					.map((line) -> Mono.fromSupplier(() -> buffer(line))));
			}
			case "/pushed" -> {
				response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
				yield response.writeAndFlushWith(this.pushed.asFlux()
					.map((text) -> Flux.just("data:", text, "\n\n").map(WebFluxDrainTests::buffer)));
			}
			default -> response.writeWith(Mono.fromSupplier(() -> buffer("hello")));
		};
	}

	private static int length(DataBuffer buffer) {
		int length = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return length;
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private CompletableFuture<Void> stop() {
		stopStreams();
		CompletableFuture<Void> drained = new CompletableFuture<>();
		this.connections.stop(() -> drained.complete(null));
		return drained;
	}

	private void stopStreams() {
		this.streams.stop();
	}

	private static String event(InputStream stream) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return new String(stream.readNBytes("data:one\n\n".length()), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The stream was cut", ex);
			}
		}).orTimeout(50, TimeUnit.SECONDS).join();
	}

	private static String text(InputStream stream) {
		try (stream) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The stream was cut", ex);
		}
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.server.port() + path);
	}

	private void awaitConnections(long count) {
		await(count + " connections").atMost(DEADLINE).until(() -> this.row.read().activeConnections() == count);
	}

	private void awaitInFlight(long count) {
		await(count + " requests in flight").atMost(DEADLINE).until(() -> this.row.read().requestsInFlight() == count);
	}

}
