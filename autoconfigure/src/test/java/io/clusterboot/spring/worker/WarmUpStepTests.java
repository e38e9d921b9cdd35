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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.handle.Handle;
import io.clusterboot.spring.drain.ConnectionDrain;
import io.clusterboot.spring.drain.TrafficCount;
import io.clusterboot.spring.netty.Admission;
import io.clusterboot.spring.netty.AdoptingLoopResources;
import io.clusterboot.spring.settings.ClusterProperties;
import io.clusterboot.spring.settings.WarmUpSettings;
import io.clusterboot.spring.settings.WorkerSettings;
import io.clusterboot.spring.testing.FakeMaster;
import io.clusterboot.spring.testing.FakeMaster.Policy;
import io.clusterboot.spring.testing.TestCertificate;
import io.clusterboot.spring.warmup.WarmUp;
import io.clusterboot.spring.warmup.WarmUpFailedException;
import io.clusterboot.spring.warmup.WarmUpTraffic;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.HttpResources;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A real server on a socket of a master's that is held back until it is warm.
 */
@Timeout(120)
class WarmUpStepTests {

	private static final Duration DEADLINE = Duration.ofSeconds(50);

	private static final Duration LONG = Duration.ofMinutes(10);

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final ScoreboardView scoreboard = ScoreboardView.of(this.row, ScoreboardRow.unshared(), List.of());

	private final Deque<Closeable> opened = new ArrayDeque<>();

	private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

	private final Queue<String> accessLog = new ConcurrentLinkedQueue<>();

	private final Queue<Runnable> onExit = new ConcurrentLinkedQueue<>();

	private final CountDownLatch hanging = new CountDownLatch(1);

	private final ConnectionDrain drain = new ConnectionDrain(Duration.ofSeconds(1), Duration.ofSeconds(100),
			new TrafficCount(this.row));

	@TempDir
	private Path directory;

	private FakeMaster master;

	private DisposableServer server;

	@AfterEach
	void closeEverything() throws IOException {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void servesItsOwnRequestsBeforeItJoinsAndCountsNone(Kind kind) throws Exception {
		WarmUpStep step = step(settings(kind.secure ? 200 : 400, LONG, false, "/"), null);
		serve(Policy.SHARED, step, kind.configure(this.directory));
		try (Socket outside = new Socket("127.0.0.1", this.master.address().getPort())) {
			// Waits in the backlog meanwhile
			step.start();
			assertThat(this.seen).hasSize(kind.secure ? 200 : 400).allSatisfy((request) -> {
				assertThat(request.mark).isEqualTo("3");
				assertThat(request.remote.getAddress().isLoopbackAddress()).isTrue();
				assertThat(request.remote.getPort()).isNotEqualTo(outside.getLocalPort());
			});
			assertThat(this.seen).extracting(Seen::protocol).containsOnly(kind.protocols);
			assertThat(Set.copyOf(this.seen.stream().map(Seen::thread).toList())).hasSizeGreaterThan(1);
			assertThat(this.accessLog).isEmpty();
			assertThat(this.row.read().requests()).isZero();
			assertThat(this.row.read().activeConnections()).isLessThanOrEqualTo(1);
			assertThat(this.master.nextListening().server().port()).isEqualTo(this.server.port());
		}
		await("the connection that waited").atMost(DEADLINE).until(() -> this.row.read().acceptedConnections() == 1);
	}

	@ParameterizedTest
	@EnumSource
	void masterIsToldNothingWhileItIsHeldBack(Policy policy) throws Exception {
		WarmUpStep step = step(settings(10, LONG, false, "/"), null);
		serve(policy, step, UnaryOperator.identity());
		try (Socket outside = new Socket("127.0.0.1", this.master.address().getPort());
				Handle left = this.master.accept()) {
			assertThat(remotePort(left)).as("accepted by another").isEqualTo(outside.getLocalPort());
		}
		assertThat(this.row.isAccepting()).isFalse();
		step.start();
		assertThat(this.seen).hasSize(10);
		assertThat(this.master.nextListening().server().port()).isEqualTo(this.server.port());
		await("a connection of its own").atMost(DEADLINE)
			.until(() -> policy != Policy.SHARED || this.row.isAccepting());
	}

	@Test
	void headerFromOutsideIsRemovedAndTheRequestCounts() throws Exception {
		WarmUpStep step = step(settings(10, LONG, false), null);
		serve(Policy.SHARED, step, UnaryOperator.identity());
		step.start();
		HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.server.port()))
				.header(WarmUp.HEADER.toLowerCase(Locale.ROOT), "3")
				.header(WarmUp.HEADER, "4")
				.build(), BodyHandlers.discarding());
		assertThat(this.seen).singleElement().extracting(Seen::mark).isNull();
		await("the access log").atMost(DEADLINE).until(() -> this.accessLog.size() == 1);
		await("the count").atMost(DEADLINE).until(() -> this.row.read().requests() == 1);
	}

	@Test
	void readinessEndpointIsRequestedWithoutPaths() throws Exception {
		WarmUpStep step = step(settings(1000, LONG, true), "/missing");
		serve(Policy.SHARED, step, UnaryOperator.identity());
		step.start();
		assertThat(this.seen).hasSize(2).extracting(Seen::path).containsOnly("missing");
		this.master.nextListening();
	}

	@Test
	void failureIsAWarningUnlessItIsRequired() throws Exception {
		WarmUpStep step = step(settings(10, LONG, false, "/missing"), null);
		serve(Policy.SHARED, step, UnaryOperator.identity());
		step.start();
		this.master.nextListening();
	}

	@Test
	void failureThatMattersKeepsItFromJoining() throws Exception {
		WarmUpStep step = step(settings(10, LONG, true, "/", "/missing"), null);
		serve(Policy.SHARED, step, UnaryOperator.identity());
		assertThatExceptionOfType(WarmUpFailedException.class).isThrownBy(step::start)
			.withMessage("The warm-up failed: GET /missing answered 404")
			.satisfies((failure) -> assertThat(failure.summary()).as("one for each connection at most")
				.containsPattern("200: 10, 404: [12]\\)$"));
		assertNeverJoins();
	}

	@Test
	void timeoutIsAFailure() throws Exception {
		WarmUpStep step = step(settings(10, Duration.ofMillis(300), true, "/hangs"), null);
		serve(Policy.SHARED, step, UnaryOperator.identity());
		assertThatExceptionOfType(WarmUpFailedException.class).isThrownBy(step::start)
			.withMessage("The warm-up failed: GET /hangs answered 0 of 10 requests within 300 ms");
		assertNeverJoins();
	}

	@Test
	void endOfTheWorkerEndsTheWarmUpAndItDoesNotJoin() throws Exception {
		WarmUpStep step = step(settings(10, LONG, true, "/hangs"), null);
		serve(Policy.SHARED, step, UnaryOperator.identity());
		CompletableFuture<Void> started = CompletableFuture.runAsync(step::start);
		assertThat(this.hanging.await(50, TimeUnit.SECONDS)).isTrue();
		this.onExit.forEach(Runnable::run);
		started.get(50, TimeUnit.SECONDS);
		assertNeverJoins();
	}

	/**
	 * What waits is another's, and the master hears of the end only.
	 */
	private void assertNeverJoins() throws Exception {
		this.server.disposeNow();
		this.master.nextClosed();
		assertThat(this.master.hasListening()).isFalse();
		try (Socket outside = new Socket("127.0.0.1", this.master.address().getPort());
				Handle left = this.master.accept()) {
			assertThat(remotePort(left)).isEqualTo(outside.getLocalPort());
		}
	}

	private void serve(Policy policy, WarmUpStep step, UnaryOperator<HttpServer> configure) throws IOException {
		this.master = FakeMaster.start(policy);
		this.opened.push(this.master);
		ClusterWorker worker = this.master.join();
		Admission admission = Admission.of(this.scoreboard,
				WorkerSettings.resolve(new ClusterProperties(), Duration.ofSeconds(30)));
		AdoptingLoopResources loops = new AdoptingLoopResources(worker, admission, HttpResources::get,
				(listener, config) -> step.hold(HeldNettyServers.of(listener, config)), (group) -> {
				});
		HttpServer http = configure
			.apply(HttpServer.create().bindAddress(this.master::address).runOn(loops).accessLog(true, (log) -> {
				this.accessLog.add(String.valueOf(log.uri()));
				return null;
			}));
		loops.serveAt(http.configuration());
		this.server = this.drain.watch(WarmUpTraffic.watch(http)).handle((request, response) -> {
			this.seen.add(new Seen(request.path(), request.requestHeaders().get(WarmUp.HEADER), request.protocol(),
					Thread.currentThread().getName(), request.remoteAddress()));
			if (request.path().equals("hangs")) {
				this.hanging.countDown();
				return Mono.never();
			}
			return response.status(request.path().equals("missing") ? 404 : 200).sendString(Mono.just("hello"));
		}).bindNow();
		this.opened.push(this.server::disposeNow);
	}

	private WarmUpStep step(WarmUpSettings settings, @Nullable String readiness) {
		return new WarmUpStep(settings, 3, this.onExit::add, () -> Optional.ofNullable(readiness));
	}

	private static WarmUpSettings settings(int requests, Duration timeout, boolean required, String... paths) {
		return new WarmUpSettings(List.of(paths), requests, timeout, OptionalInt.of(2), required);
	}

	private static int remotePort(Handle connection) {
		InetSocketAddress remote = new io.netty.channel.unix.Socket(connection.descriptor()).remoteAddress();
		assertThat(remote).isNotNull();
		return remote.getPort();
	}

	private record Seen(String path, @Nullable String mark, String protocol, String thread, InetSocketAddress remote) {

	}

	/**
	 * What the server speaks.
	 */
	enum Kind {

		HTTP_1(false, "HTTP/1.1") {
			@Override
			UnaryOperator<HttpServer> configure(Path directory) {
				return UnaryOperator.identity();
			}
		},

		CLEARTEXT_2(false, "HTTP/1.1", "HTTP/2.0") {
			@Override
			UnaryOperator<HttpServer> configure(Path directory) {
				return (server) -> server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C);
			}
		},

		TLS(true, "HTTP/1.1", "HTTP/2.0") {
			@Override
			UnaryOperator<HttpServer> configure(Path directory) throws Exception {
				GenericSslContextSpec<SslContextBuilder> tls = Http2SslContextSpec
					.forServer(TestCertificate.create(directory));
				return (server) -> server.secure((spec) -> spec.sslContext(tls))
					.protocol(HttpProtocol.HTTP11, HttpProtocol.H2);
			}
		};

		private final boolean secure;

		private final String[] protocols;

		Kind(boolean secure, String... protocols) {
			this.secure = secure;
			this.protocols = protocols;
		}

		abstract UnaryOperator<HttpServer> configure(Path directory) throws Exception;

	}

}
