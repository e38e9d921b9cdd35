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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The kinds of servers an application can ask for: each of them is served by all workers.
 */
class ServersIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final String PASSWORD = "changeit";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(names = { "REACTOR_NETTY", "TOMCAT" })
	void servesHttpsAndHttp2FromASslBundle(SampleServer server) throws Exception {
		Path keyStore = createKeyStore();
		try (SampleProcess sample = server.sample()
			.workers(2)
			.arguments("--spring.ssl.bundle.jks.web.keystore.location=file:" + keyStore,
					"--spring.ssl.bundle.jks.web.keystore.password=" + PASSWORD, "--server.ssl.bundle=web",
					"--server.http2.enabled=true")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			URI uri = URI.create("https://127.0.0.1:" + sample.port() + "/");
			SSLContext trust = trust(keyStore);
			for (HttpClient.Version version : HttpClient.Version.values()) {
				for (Worker worker : workers) {
					HttpResponse<String> answer = SampleProcess.whileOthersPause(worker, workers,
							() -> get(HttpClient.newBuilder().sslContext(trust).version(version).build(), uri));
					assertThat(answer.statusCode()).isEqualTo(200);
					assertThat(answer.version()).isEqualTo(version);
					assertThat(pid(answer)).isEqualTo(worker.pid());
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "REACTOR_NETTY" })
	void workersTakeARenewedCertificate(SampleServer server) throws Exception {
		Path keyStore = createKeyStore();
		SSLContext old = trust(keyStore);
		try (SampleProcess sample = server.sample()
			.workers(2)
			.arguments("--spring.ssl.bundle.jks.web.keystore.location=file:" + keyStore,
					"--spring.ssl.bundle.jks.web.keystore.password=" + PASSWORD, "--server.ssl.bundle=web",
					"--spring.ssl.bundle.jks.web.reload-on-update=true",
					"--spring.ssl.bundle.watch.file.quiet-period=1s")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			URI uri = URI.create("https://127.0.0.1:" + sample.port() + "/");
			assertThat(get(HttpClient.newBuilder().sslContext(old).build(), uri).statusCode()).isEqualTo(200);
			Files.delete(keyStore);
			SSLContext renewed = trust(createKeyStore());
			for (Worker worker : workers) {
				await().atMost(DEADLINE)
					.ignoreExceptionsMatching((failure) -> failure.getCause() instanceof SSLHandshakeException)
					.until(() -> pid(SampleProcess.whileOthersPause(worker, workers,
							() -> get(HttpClient.newBuilder().sslContext(renewed).build(), uri))) == worker.pid());
			}
			assertThat(sample.workers()).isEqualTo(workers);
		}
	}

	@ParameterizedTest
	@EnumSource
	void servesClearTextHttp2AndManagementOnARandomPort(SampleServer server) {
		try (SampleProcess sample = server.sample()
			.workers(2)
			.arguments("--server.http2.enabled=true", "--management.server.port=0")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			SampleClient client = sample.client();
			for (Worker worker : workers) {
				HttpResponse<String> answer = SampleProcess.whileOthersPause(worker, workers,
						() -> client.h2c().get("/"));
				assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
				assertThat(pid(answer)).isEqualTo(worker.pid());
			}
			assertManagement(sample, workers, new SampleClient(awaitOtherPort(sample)));
		}
	}

	@Test
	void servesDatagrams() throws IOException {
		try (SampleProcess sample = SampleCommand.sample().workers(2).arguments("--sample.udp-port=0").start();
				DatagramSocket client = new DatagramSocket()) {
			client.setSoTimeout((int) DEADLINE.toMillis());
			List<Worker> workers = sample.awaitServing();
			client.connect(InetAddress.getLoopbackAddress(), awaitOtherPort(sample));
			for (Worker worker : workers) {
				assertThat(SampleProcess.whileOthersPause(worker, workers, () -> ask(client)))
					.isEqualTo(Long.toString(worker.pid()));
			}
		}
	}

	private static String ask(DatagramSocket client) {
		try {
			client.send(new DatagramPacket(new byte[1], 1));
			DatagramPacket answer = new DatagramPacket(new byte[16], 16);
			client.receive(answer);
			return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void servesAnIpv6AddressAndManagementOnAGivenPort() {
		assumeTrue(canListenOn("::1"), "Missing tool: IPv6");
		int managementPort = freePort();
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--server.address=::1", "--management.server.address=127.0.0.1",
					"--management.server.port=" + managementPort)
			.start()) {
			List<Worker> workers = sample.awaitServing();
			SampleClient client = new SampleClient("[::1]", sample.port());
			for (Worker worker : workers) {
				assertThat(SampleProcess.whileOthersPause(worker, workers, () -> client.servedByOnNewConnection("/"))
					.pid()).isEqualTo(worker.pid());
			}
			assertThat(awaitOtherPort(sample)).isEqualTo(managementPort);
			assertManagement(sample, workers, new SampleClient(managementPort));
		}
	}

	/**
	 * Wait until both workers listen on both ports.
	 * @return the port that is not the application's
	 */
	private static int awaitOtherPort(SampleProcess sample) {
		Pattern listening = Pattern.compile(SampleProcess.LISTENING.pattern() + " \\S*:(\\d+) ");
		Set<Integer> ports = sample.output()
			.await(0, listening, 4, DEADLINE)
			.stream()
			.map((match) -> Integer.valueOf(match.group(4)))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(ports).hasSize(2).contains(sample.port());
		ports.remove(sample.port());
		return ports.iterator().next();
	}

	private static void assertManagement(SampleProcess sample, List<Worker> workers, SampleClient management) {
		for (Worker worker : workers) {
			SampleClient.Answer health = SampleProcess.whileOthersPause(worker, workers,
					() -> management.getOnNewConnection("/actuator/health"));
			assertThat(health.status()).isEqualTo(200);
			assertThat(health.body()).contains("\"status\":\"UP\"");
		}
		assertThat(management.getOnNewConnection("/").status()).isEqualTo(404);
	}

	private static HttpResponse<String> get(HttpClient client, URI uri) {
		return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
			.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

	private static long pid(HttpResponse<String> answer) {
		return new JsonMapper().readValue(answer.body(), ServedBy.class).pid();
	}

	private Path createKeyStore() throws IOException, InterruptedException {
		Path keyStore = this.directory.resolve("web.p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-keystore", keyStore.toString(),
				"-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", "web", "-keyalg", "EC", "-dname",
				"CN=localhost", "-ext", "san=ip:127.0.0.1")
			.inheritIO()
			.start();
		assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
		return keyStore;
	}

	private static SSLContext trust(Path keyStore) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(keyStore)) {
			keys.load(input, PASSWORD.toCharArray());
		}
		trusted.load(null, null);
		trusted.setCertificateEntry("web", keys.getCertificate("web"));
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, factory.getTrustManagers(), null);
		return context;
	}

	private static boolean canListenOn(String address) {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return a free port that the system gives to no other process meanwhile: it is below
	 * the range that the system chooses from.
	 */
	private static int freePort() {
		return ThreadLocalRandom.current()
			.ints(10_000, 30_000)
			.limit(100)
			.filter(ServersIT::isFree)
			.findFirst()
			.orElseThrow();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
