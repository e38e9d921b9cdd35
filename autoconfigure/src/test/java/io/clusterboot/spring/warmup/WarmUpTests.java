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

package io.clusterboot.spring.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client of a warm-up, with a server that listens on a port of its own.
 */
@Timeout(120)
class WarmUpTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final String LARGE = "large ".repeat(20_000);

	private final Set<Integer> clients = ConcurrentHashMap.newKeySet();

	private final Set<String> marks = ConcurrentHashMap.newKeySet();

	private final AtomicInteger failing = new AtomicInteger();

	private final AtomicInteger stuck = new AtomicInteger();

	private final CountDownLatch hanging = new CountDownLatch(1);

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
		.doOnConnection(
				(connection) -> this.clients.add(((InetSocketAddress) connection.channel().remoteAddress()).getPort()))
		.route((routes) -> routes.get("/", (request, response) -> {
			this.marks.add(request.requestHeaders().get(WarmUp.HEADER));
			return response.header("Content-Length", "5").sendString(Mono.just("hello"));
		})
			.get("/chunks", (request, response) -> response.sendString(Flux.just("a", "b", LARGE)))
			.get("/close", (request, response) -> response.keepAlive(false).sendString(Mono.just("bye")))
			.get("/empty", (request, response) -> response.status(204).send())
			.get("/moved", (request, response) -> response.sendRedirect("/elsewhere"))
			.get("/broken", (request, response) -> {
				this.failing.incrementAndGet();
				return response.status(500).send();
			})
			.get("/stuck",
					(request, response) -> this.clients.size() > this.stuck.getAndSet(this.clients.size())
							? response.sendString(Mono.just("first")) : Mono.never())
			.get("/hangs", (request, response) -> {
				this.hanging.countDown();
				return Mono.never();
			}))
		.bindNow();

	@AfterEach
	void closeServer() {
		this.server.disposeNow();
	}

	@Test
	void allPathsAreRequestedOverBothProtocolsOnManyConnections() {
		WarmUpReport report = warmUp(plan(120, 3, LONG, "/", "/chunks", "/empty", "/moved")).run();
		assertThat(report.isSuccessful()).as(report.reason()).isTrue();
		assertThat(report.statuses()).containsOnlyKeys(200, 204, 302)
			.containsEntry(200, 240L)
			.containsEntry(204, 120L)
			.containsEntry(302, 120L);
		assertThat(report.summary()).matches("480 requests in \\d+ ms \\(200: 240, 204: 120, 302: 120\\)");
		assertThat(this.clients).hasSizeGreaterThanOrEqualTo(480 / 50);
		assertThat(this.marks).containsExactly("7");
	}

	@Test
	void connectionThatTheServerClosesIsReplaced() {
		WarmUpReport report = warmUp(new ServerProtocols(false, true, false), plan(20, 2, LONG, "/close")).run();
		assertThat(report.isSuccessful()).as(report.reason()).isTrue();
		assertThat(this.clients).hasSize(20);
	}

	@Test
	void requestThatAUsedConnectionDoesNotAnswerIsSentOnANewOne() {
		WarmUpReport report = warmUp(new ServerProtocols(false, true, false), plan(5, 1, LONG, "/stuck")).run();
		assertThat(report.isSuccessful()).as(report.reason()).isTrue();
		assertThat(report.statuses()).containsEntry(200, 5L);
		assertThat(this.clients).as("one that got stuck, and a new one for each request after that").hasSize(5);
	}

	@Test
	void pathThatFailsIsNamedAndGetsNoMoreRequests() {
		WarmUpReport report = warmUp(plan(50, 1, LONG, "/", "/broken", "/missing")).run();
		assertThat(report.isSuccessful()).isFalse();
		assertThat(report.reason()).isEqualTo("GET /broken answered 500; GET /missing answered 404");
		assertThat(report.statuses()).containsEntry(200, 50L).containsEntry(404, 1L).containsEntry(500, 1L);
		assertThat(this.failing).hasValue(1);
	}

	@Test
	void everyStatusWillDoForAReadinessEndpoint() {
		WarmUpPlan plan = new WarmUpPlan(List.of(new WarmUpTarget("/broken", true)), 20, 2, LONG);
		WarmUpReport report = warmUp(plan).run();
		assertThat(report.isSuccessful()).as(report.reason()).isTrue();
		assertThat(report.statuses()).containsEntry(500, 20L);
	}

	@Test
	void timeoutNamesWhatWasNotAnswered() {
		WarmUpReport report = warmUp(plan(10, 2, Duration.ofMillis(300), "/hangs")).run();
		assertThat(report.isSuccessful()).isFalse();
		assertThat(report.cancelled()).isFalse();
		assertThat(report.reason()).isEqualTo("GET /hangs answered 0 of 10 requests within 300 ms");
	}

	@Test
	void cancelEndsWhatWaits() throws Exception {
		WarmUp warmUp = warmUp(plan(10, 2, LONG, "/hangs"));
		CompletableFuture<WarmUpReport> report = CompletableFuture.supplyAsync(warmUp::run);
		assertThat(this.hanging.await(50, TimeUnit.SECONDS)).isTrue();
		warmUp.cancel();
		assertThat(report.get(50, TimeUnit.SECONDS).cancelled()).isTrue();
	}

	@Test
	void serverThatIsGoneIsAFailureOfEachPath() {
		this.server.disposeNow();
		WarmUpReport report = warmUp(plan(10, 1, LONG, "/", "/empty")).run();
		assertThat(report.reason()).matches("GET / failed: .*ConnectException.*; GET /empty failed: .*");
		assertThat(report.statuses()).isEmpty();
	}

	@Test
	void serverThatSpeaksSomethingElseIsAFailure() throws Exception {
		try (ServerSocket other = new ServerSocket(0)) {
			CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
				try (Socket end = other.accept()) {
					end.getOutputStream().write("220 mail\r\n".getBytes(StandardCharsets.US_ASCII));
					end.getInputStream().readNBytes(10);
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			WarmUpReport report = new WarmUp(plan(1, 1, LONG, "/"),
					(timeout) -> new Socket("127.0.0.1", other.getLocalPort()), new ServerProtocols(false, true, false),
					1, 0)
				.run();
			answered.get(50, TimeUnit.SECONDS);
			assertThat(report.reason())
				.isEqualTo("GET / failed: java.io.IOException: '220 mail' (expected: a status line of HTTP/1.1)");
		}
	}

	private WarmUp warmUp(WarmUpPlan plan) {
		return warmUp(new ServerProtocols(false, true, true), plan);
	}

	private WarmUp warmUp(ServerProtocols protocols, WarmUpPlan plan) {
		return new WarmUp(plan, (timeout) -> new Socket("127.0.0.1", this.server.port()), protocols, this.server.port(),
				7);
	}

	private static WarmUpPlan plan(int requests, int parallelism, Duration timeout, String... paths) {
		return new WarmUpPlan(Stream.of(paths).map((path) -> new WarmUpTarget(path, false)).toList(), requests,
				parallelism, timeout);
	}

}
