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

package io.clusterboot.spring.netty;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.BindFailedException;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.cluster.worker.Heartbeat;
import io.clusterboot.handle.Handle;
import io.clusterboot.spring.drain.ConnectionDrain;
import io.clusterboot.spring.drain.TrafficCount;
import io.clusterboot.spring.settings.WorkerSettings;
import io.clusterboot.spring.testing.FakeMaster;
import io.clusterboot.spring.testing.FakeMaster.Policy;
import io.clusterboot.spring.testing.TestCertificate;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
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
 * A real server on a socket of a master's, which says who accepts.
 */
@Timeout(120)
class AdoptedServerTests {

	private static final Duration DEADLINE = Duration.ofSeconds(50);

	private final ScoreboardRow masterRow = ScoreboardRow.unshared();

	private final ScoreboardView scoreboard = ScoreboardView.of(ScoreboardRow.unshared(), this.masterRow, List.of());

	private final Deque<Closeable> opened = new ArrayDeque<>();

	private final BlockingQueue<InetSocketAddress> accessLog = new LinkedBlockingQueue<>();

	private final ConnectionDrain drain = new ConnectionDrain(Duration.ofSeconds(1), Duration.ofSeconds(100),
			new TrafficCount(this.scoreboard.own()));

	private Admission admission = Admission.of(this.scoreboard, SchedulingPolicy.SHARED,
			new ConnectionLimit(this.scoreboard, WorkerSettings.UNLIMITED, WorkerSettings.UNLIMITED));

	private FakeMaster master;

	private ClusterWorker worker;

	private DisposableServer server;

	private AdoptedListener listener;

	@AfterEach
	void closeEverything() throws IOException {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void connectionIsServedWhoeverAcceptsIt(Policy policy) throws Exception {
		serve(policy, UnaryOperator.identity());
		assertThat(this.server.port()).isEqualTo(this.master.address().getPort());
		assertThat(this.master.nextListening().server().port()).isEqualTo(this.server.port());
		if (policy != Policy.SHARED) {
			this.master.dispatch();
		}
		try (Socket client = connect()) {
			assertThat(get(client)).contains("200 OK").endsWith("hello " + client.getLocalPort());
			assertThat(this.accessLog.poll(50, TimeUnit.SECONDS)).isEqualTo(client.getLocalSocketAddress());
			assertThat(this.scoreboard.own().activeConnections()).isOne();
		}
		await("no connection").atMost(DEADLINE).until(() -> this.scoreboard.own().activeConnections() == 0);
		if (policy != Policy.SHARED) {
			assertThat(this.master.nextAnswer()).isTrue();
		}
	}

	@Test
	void connectionsThatComeTogetherAreAllServed() throws Exception {
		serve(Policy.HANDED_OVER, UnaryOperator.identity());
		this.master.dispatch();
		Socket[] clients = new Socket[100];
		for (int i = 0; i < clients.length; i++) {
			clients[i] = connect();
			this.opened.push(clients[i]);
		}
		for (Socket client : clients) {
			assertThat(get(client)).endsWith("hello " + client.getLocalPort());
			assertThat(this.master.nextAnswer()).isTrue();
		}
	}

	@Test
	void endOfListeningServesWhatIsWaitingAndLeavesTheSocketToOthers() throws Exception {
		serve(Policy.SHARED, UnaryOperator.identity());
		CountDownLatch connected = new CountDownLatch(1);
		this.server.channel().eventLoop().execute(() -> awaitQuietly(connected));
		CompletableFuture<Void> stopped = this.listener.stopListening();
		List<Socket> waiting = List.of(connect(), connect(), connect());
		waiting.forEach(this.opened::push);
		connected.countDown();
		stopped.get(50, TimeUnit.SECONDS);
		for (Socket client : waiting) {
			assertThat(get(client)).endsWith("hello " + client.getLocalPort());
		}
		assertThat(this.scoreboard.own().isAccepting()).isFalse();
		try (Socket client = connect(); Handle left = this.master.accept()) {
			assertThat(remotePort(left)).isEqualTo(client.getLocalPort());
		}
		assertThat(this.listener.stopListening()).isDone();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void orphanServesWhatIsWaitingAndClosesTheSocket() throws Exception {
		serve(Policy.HANDED_OVER, UnaryOperator.identity());
		List<Socket> waiting = List.of(connect(), connect(), connect());
		waiting.forEach(this.opened::push);
		this.master.die();
		await("the end of the channel").atMost(DEADLINE).until(() -> !this.worker.isConnected());
		this.listener.stopListening().get(50, TimeUnit.SECONDS);
		for (Socket client : waiting) {
			assertThat(get(client)).endsWith("hello " + client.getLocalPort());
		}
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
	}

	@Test
	void upgradesToHttp2() throws Exception {
		serve(Policy.HANDED_OVER, (http) -> http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C));
		this.master.dispatch();
		HttpResponse<String> response = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_2)
			.build()
			.send(HttpRequest
				.newBuilder(URI
					.create("http://%s:%d/".formatted(this.master.address().getHostString(), this.server.port())))
				.build(), BodyHandlers.ofString());
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(response.body()).startsWith("hello ");
	}

	@Test
	void speaksHttp2OverTls(@TempDir Path directory) throws Exception {
		GenericSslContextSpec<SslContextBuilder> certificate = Http2SslContextSpec
			.forServer(TestCertificate.create(directory));
		GenericSslContextSpec<SslContextBuilder> trusting = Http2SslContextSpec.forClient()
			.configure(TestCertificate::trust);
		serve(Policy.HANDED_OVER,
				(http) -> http.protocol(HttpProtocol.H2).secure((ssl) -> ssl.sslContext(certificate)));
		this.master.dispatch();
		String body = reactor.netty.http.client.HttpClient.newConnection()
			.remoteAddress(() -> this.server.address())
			.protocol(HttpProtocol.H2)
			.secure((ssl) -> ssl.sslContext(trusting))
			.get()
			.uri("/")
			.responseContent()
			.aggregate()
			.asString()
			.block(DEADLINE);
		assertThat(body).startsWith("hello ");
	}

	@Test
	void connectionBeforeTheServerListensWaitsForIt() throws Exception {
		prepare(Policy.HANDED_OVER_AS_NODE_DOES);
		try (Socket client = connect(); Handle connection = this.master.accept()) {
			this.master.afterQuery(() -> this.master.offer(connection));
			bind(UnaryOperator.identity());
			assertThat(get(client)).endsWith("hello " + client.getLocalPort());
			assertThat(this.master.nextAnswer()).isTrue();
		}
	}

	@Test
	void drainingServerDeclinesAndTheConnectionLivesOn() throws Exception {
		serve(Policy.HANDED_OVER, UnaryOperator.identity());
		this.drain.start();
		this.drain.stop();
		declinesAndTheConnectionLivesOn("key-0");
	}

	@Test
	void closedServerDeclinesAndTheConnectionLivesOn() throws Exception {
		serve(Policy.HANDED_OVER, UnaryOperator.identity());
		this.server.disposeNow();
		assertThat(this.master.nextClosed()).isEqualTo("key-0");
		declinesAndTheConnectionLivesOn("key-0");
	}

	@Test
	void unknownServerDeclinesAndTheConnectionLivesOn() throws Exception {
		serve(Policy.HANDED_OVER, UnaryOperator.identity());
		declinesAndTheConnectionLivesOn("another");
	}

	@Test
	void fullServerDeclinesUntilThereIsRoom() throws Exception {
		this.admission = Admission.of(this.scoreboard, SchedulingPolicy.SHARED,
				new ConnectionLimit(this.scoreboard, 1, WorkerSettings.UNLIMITED));
		serve(Policy.HANDED_OVER, UnaryOperator.identity());
		try (Socket first = connect(); Handle connection = this.master.accept()) {
			this.master.offer(connection);
			assertThat(this.master.nextAnswer()).isTrue();
			assertThat(get(first)).contains("200 OK");
			declinesAndTheConnectionLivesOn("key-0");
		}
		await("room").atMost(DEADLINE).until(() -> !this.admission.limit().isReached());
		try (Socket next = connect(); Handle connection = this.master.accept()) {
			this.master.offer(connection);
			assertThat(this.master.nextAnswer()).isTrue();
			assertThat(get(next)).contains("200 OK");
		}
	}

	private void declinesAndTheConnectionLivesOn(String key) throws Exception {
		try (Socket client = connect(); Handle connection = this.master.accept()) {
			this.master.offer(connection, key);
			assertThat(this.master.nextAnswer()).isFalse();
			ByteBuffer text = ByteBuffer.allocateDirect(10).put("still here".getBytes(StandardCharsets.US_ASCII));
			new io.netty.channel.unix.Socket(connection.descriptor()).write(text, 0, 10);
			assertThat(client.getInputStream().readNBytes(10)).asString(StandardCharsets.US_ASCII)
				.isEqualTo("still here");
		}
	}

	@Test
	void sharedSocketRestsWhileThereIsNoRoom() throws Exception {
		this.admission = Admission.of(this.scoreboard, SchedulingPolicy.SHARED,
				new ConnectionLimit(this.scoreboard, 1, WorkerSettings.UNLIMITED));
		serve(Policy.SHARED, UnaryOperator.identity());
		try (Socket second = new Socket()) {
			try (Socket first = connect()) {
				assertThat(get(first)).contains("200 OK");
				second.connect(this.master.address());
				ask(second);
				// The one that is full leaves it to whoever else accepts on the socket
				try (Socket third = connect(); Handle taken = this.master.accept()) {
					assertThat(remotePort(taken)).isEqualTo(second.getLocalPort()).isNotEqualTo(third.getLocalPort());
				}
			}
		}
		await("no connection").atMost(DEADLINE).until(() -> this.scoreboard.own().activeConnections() == 0);
		try (Socket next = connect()) {
			assertThat(get(next)).contains("200 OK");
		}
	}

	@Test
	void drainingServerLeavesTheSharedSocketToOthers() throws Exception {
		serve(Policy.SHARED, UnaryOperator.identity());
		await("it accepts").atMost(DEADLINE).until(() -> this.scoreboard.own().isAccepting());
		this.drain.start();
		this.drain.stop();
		await("it accepts no more").atMost(DEADLINE).until(() -> !this.scoreboard.own().isAccepting());
		try (Socket client = connect(); Handle taken = this.master.accept()) {
			assertThat(remotePort(taken)).isEqualTo(client.getLocalPort());
		}
	}

	@Test
	void worksOnWhileTheMasterIsStalled() throws Exception {
		serve(Policy.HANDED_OVER, UnaryOperator.identity());
		this.opened
			.push(Heartbeat.start(this.scoreboard.own(), Duration.ofMillis(20), List.of(), this.admission.observers()));
		try (Socket client = connect()) {
			ask(client);
			this.masterRow.beat();
			await("the master is stalled").atMost(DEADLINE).until(this.admission.stallDetector()::isStalled);
			assertThat(read(client)).contains("200 OK");
		}
		this.opened.push(Heartbeat.start(this.masterRow, Duration.ofMillis(20), List.of()));
		await("the master is back").atMost(DEADLINE)
			.until(() -> !this.admission.stallDetector().isStalled() && !this.scoreboard.own().isAccepting());
		try (Socket client = connect(); Handle connection = this.master.accept()) {
			assertThat(remotePort(connection)).isEqualTo(client.getLocalPort());
			this.master.offer(connection);
			assertThat(this.master.nextAnswer()).isTrue();
			assertThat(get(client)).contains("200 OK");
		}
	}

	@Test
	void serverThatListensAgainGetsTheSameSocket() throws Exception {
		serve(Policy.SHARED, UnaryOperator.identity());
		assertThat(this.master.nextQuery().server().index()).isZero();
		this.server.disposeNow();
		assertThat(this.master.nextClosed()).isEqualTo("key-0");
		bind(UnaryOperator.identity());
		assertThat(this.master.nextQuery().server().index()).isZero();
		bind(UnaryOperator.identity());
		assertThat(this.master.nextQuery().server().index()).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "SHARED", "HANDED_OVER" })
	void sizeOfReceiveBuffersIsThatOfTheConnections(Policy policy) throws Exception {
		serve(policy, (http) -> http.option(ChannelOption.SO_RCVBUF, 20_000));
		this.server.disposeNow();
		try (Socket client = connect(); Handle connection = this.master.accept()) {
			assertThat(client.isConnected()).isTrue();
			int size = new io.netty.channel.unix.Socket(connection.descriptor()).getReceiveBufferSize();
			assertThat(size).as("Linux doubles it").isEqualTo(40_000);
		}
	}

	@Test
	void socketThatIsOnlyBoundListens() throws Exception {
		prepare(FakeMaster.start(Policy.SHARED, FakeMaster.bound()));
		bind(UnaryOperator.identity());
		try (Socket client = connect()) {
			assertThat(get(client)).contains("200 OK");
		}
	}

	@Test
	void socketThatIsBoundElsewhereIsAPortThatWasTaken() throws Exception {
		prepare(FakeMaster.start(Policy.SHARED, FakeMaster.bound()));
		InetSocketAddress taken = new InetSocketAddress(this.master.address().getAddress(), 1);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.worker.adopt(taken, 0))
			.havingCause()
			.isInstanceOf(BindFailedException.class)
			.withMessageContaining("EADDRINUSE");
		assertThat(this.master.nextClosed()).isEqualTo("key-0");
	}

	private void serve(Policy policy, UnaryOperator<HttpServer> configure) throws IOException {
		prepare(policy);
		bind(configure);
	}

	private void prepare(Policy policy) throws IOException {
		prepare(FakeMaster.start(policy));
	}

	private void prepare(FakeMaster master) {
		this.master = master;
		this.opened.push(this.master);
		this.worker = this.master.join();
	}

	private void bind(UnaryOperator<HttpServer> configure) throws IOException {
		AdoptingLoopResources loops = new AdoptingLoopResources(this.worker, this.admission, HttpResources::get,
				(listener, config) -> adopted(listener), (group) -> {
				});
		HttpServer http = HttpServer.create().bindAddress(this.master::address).runOn(loops).accessLog(true, (log) -> {
			this.accessLog.add((InetSocketAddress) log.connectionInformation().remoteAddress());
			return null;
		});
		loops.serveAt(http.configuration());
		this.server = this.drain.watch(configure.apply(http))
			.handle((request, response) -> response.sendString(Mono.just("hello " + request.remoteAddress().getPort())))
			.bindNow();
		this.opened.push(this.server::disposeNow);
	}

	private void adopted(AdoptedListener listener) {
		this.listener = listener;
		this.drain.watch(listener::stopListening);
	}

	private static int remotePort(Handle connection) {
		InetSocketAddress remote = new io.netty.channel.unix.Socket(connection.descriptor()).remoteAddress();
		assertThat(remote).isNotNull();
		return remote.getPort();
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout((int) DEADLINE.toMillis());
		socket.connect(this.master.address());
		return socket;
	}

	private static String get(Socket client) throws IOException {
		ask(client);
		return read(client);
	}

	private static void ask(Socket client) throws IOException {
		client.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Read a response with a length, or in one chunk.
	 */
	private static String read(Socket client) throws IOException {
		StringBuilder text = new StringBuilder();
		byte[] buffer = new byte[4096];
		while (!text.toString().matches("(?s).*\\r\\n\\r\\n.*hello \\d+")) {
			int count = client.getInputStream().read(buffer);
			if (count < 0) {
				break;
			}
			text.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
		}
		return text.toString();
	}

}
