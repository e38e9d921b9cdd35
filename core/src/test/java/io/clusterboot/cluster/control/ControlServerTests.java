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

package io.clusterboot.cluster.control;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ControlServer}, {@link ControlClient}, {@link ControlFolder} and
 * {@link ApplicationPath}.
 */
@Timeout(60)
class ControlServerTests {

	private static final ApplicationPath APPLICATION = new ApplicationPath("/srv/app.jar");

	@TempDir
	private Path temp;

	private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

	private ControlFolder folder() {
		return new ControlFolder(this.temp.resolve("control"));
	}

	private ControlServer open() throws IOException {
		return ControlServer.open(folder(), APPLICATION, this::answer);
	}

	private CompletableFuture<JsonNode> answer(JsonNode request) {
		this.requests.add(request);
		return CompletableFuture.completedFuture(
				ControlCodec.encode(request.path("id").asString(), new ControlOutcome.Done("done", request)));
	}

	@Test
	void socketIsPrivateAndAnswers() throws IOException {
		try (ControlServer server = open()) {
			assertThat(mode(folder().path())).isEqualTo("rwx------");
			assertThat(mode(server.path())).isEqualTo("rw-------");
			assertThat(folder().sockets()).singleElement().satisfies((socket) -> {
				assertThat(socket.pid()).isEqualTo(ProcessHandle.current().pid());
				assertThat(socket.application()).isEqualTo(APPLICATION.digest());
				assertThat(socket.path()).isEqualTo(server.path());
			});
			try (ControlClient client = ControlClient.connect(server.path())) {
				for (int i = 0; i < 3; i++) {
					ControlCall call = ControlCall.of(new ControlRequest.Scale(i), Duration.ZERO);
					JsonNode answer = client.ask(call);
					assertThat(answer.path("id").asString()).isEqualTo(call.id());
					assertThat(answer.path("detail").path("workers").asInt()).isEqualTo(i);
				}
			}
		}
		assertThat(folder().path()).isEmptyDirectory();
	}

	private static String mode(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

	@Test
	void outcomeThatIsKnownAtTheEndIsSent() throws Exception {
		CompletableFuture<JsonNode> outcome = new CompletableFuture<>();
		CompletableFuture<Void> asked = new CompletableFuture<>();
		ControlServer server = ControlServer.open(folder(), APPLICATION, (request) -> {
			asked.complete(null);
			return outcome;
		});
		try (ControlClient client = ControlClient.connect(server.path())) {
			CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> ask(client));
			asked.get(20, TimeUnit.SECONDS);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
			outcome.complete(JsonNodeFactory.instance.objectNode().put("text", "stopped"));
			assertThat(answer.get(20, TimeUnit.SECONDS).path("text").asString()).isEqualTo("stopped");
			closed.get(20, TimeUnit.SECONDS);
			assertThatIOException().isThrownBy(() -> client.ask(call()));
		}
	}

	@Test
	@Timeout(20)
	void outcomeThatCannotBeWrittenEndsTheConnection() throws IOException {
		JsonNode outcome = new ObjectNode(JsonNodeFactory.instance) {

			@Override
			public String toString() {
				throw new NoClassDefFoundError("the jar was written over");
			}

		};
		try (ControlServer server = ControlServer.open(folder(), APPLICATION,
				(request) -> CompletableFuture.completedFuture(outcome));
				ControlClient client = ControlClient.connect(server.path())) {
			assertThatIOException().isThrownBy(() -> client.ask(call()))
				.withMessage("The master closed the connection");
		}
	}

	@Test
	void masterThatDoesNotAnswerIsNoticed() throws IOException {
		Duration timeout = Duration.ofMillis(50);
		try (ControlServer server = ControlServer.open(folder(), APPLICATION, (request) -> new CompletableFuture<>());
				ControlClient client = ControlClient.connect(server.path(), timeout)) {
			assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> client.ask(call()))
				.satisfies((ex) -> assertThat(ex.waited()).isEqualTo(timeout));
			assertThatIOException().as("the connection is closed").isThrownBy(() -> client.ask(call()));
		}
	}

	@Test
	void answerMayTakeTheTimeThatTheRequestWaitsInAddition() throws IOException {
		Duration patience = Duration.ofMillis(500);
		try (ControlServer server = ControlServer.open(folder(), APPLICATION,
				(request) -> new CompletableFuture<JsonNode>().completeOnTimeout(request, patience.toMillis(),
						TimeUnit.MILLISECONDS));
				ControlClient client = ControlClient.connect(server.path(), Duration.ofSeconds(30))) {
			ControlCall call = ControlCall.of(new ControlRequest.Status(), patience);
			assertThat(client.ask(call).path("id").asString()).isEqualTo(call.id());
		}
	}

	/**
	 * As with a master that is stopped, and that more commands have asked already than
	 * the kernel keeps waiting.
	 */
	@Test
	void connectionThatNobodyAcceptsIsNoticed() throws IOException {
		Path socket = this.temp.resolve("full.sock");
		List<ControlClient> waiting = new ArrayList<>();
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket), 1);
			assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> {
				for (int i = 0; i < 10; i++) {
					waiting.add(ControlClient.connect(socket, Duration.ofMillis(200)));
				}
			});
		}
		finally {
			waiting.forEach(ControlClient::close);
		}
	}

	private static JsonNode ask(ControlClient client) {
		try {
			return client.ask(call());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static ControlCall call() {
		return ControlCall.of(new ControlRequest.Status(), Duration.ZERO);
	}

	@Test
	void malformedOrEndlessRequestEndsItsConnectionOnly() throws IOException {
		try (ControlServer server = open()) {
			for (String request : List.of("no json\n", "x".repeat(ControlServer.MAX_REQUEST + 10))) {
				try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.path()))) {
					channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
					assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
				}
				catch (IOException ex) {
					// Reset, as the request was not read to its end
					assertThat(ex).hasMessageContaining("reset");
				}
			}
			try (ControlClient client = ControlClient.connect(server.path())) {
				assertThat(client.ask(call()).path("outcome").asString()).isEqualTo("done");
			}
		}
	}

	@Test
	void folderThatOthersMayEnterIsRefused() throws IOException {
		Files.createDirectory(folder().path());
		Files.setPosixFilePermissions(folder().path(), PosixFilePermissions.fromString("rwxr-x---"));
		assertThatIOException().isThrownBy(this::open)
			.withMessageContaining("has mode rwxr-x--- (expected: rwx------)");
		Files.delete(folder().path());
		Files.createSymbolicLink(folder().path(), this.temp);
		assertThatIOException().isThrownBy(this::open).withMessageContaining("expected: a folder");
	}

	@Test
	@EnabledIf("isRoot")
	void folderOfAnotherUserIsRefused() throws IOException {
		Files.createDirectory(folder().path(),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.setAttribute(folder().path(), "unix:uid", 65534);
		assertThatIOException().isThrownBy(this::open).withMessageContaining("is owned by the user with id 65534");
	}

	static boolean isRoot() {
		return ControlFolder.uid() == 0;
	}

	/**
	 * The modes of folder and socket are opened, so that only the kernel's knowledge of
	 * the peer is left.
	 */
	@Test
	@EnabledIf("isRoot")
	void otherUserIsRefused() throws Exception {
		Path open = Path.of("/tmp", "clusterboot-test-" + ProcessHandle.current().pid());
		try (ControlServer server = ControlServer.open(new ControlFolder(open), APPLICATION, this::answer)) {
			Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
			Files.setPosixFilePermissions(server.path(), PosixFilePermissions.fromString("rw-rw-rw-"));
			Path classes = Files.createDirectories(open.resolve("io/clusterboot/cluster/control"));
			try (InputStream type = ForeignUserMain.class.getResourceAsStream("ForeignUserMain.class")) {
				Files.copy(type, classes.resolve("ForeignUserMain.class"));
			}
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			assertThat(output("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", java, "-cp",
					open.toString(), ForeignUserMain.class.getName(), server.path().toString()))
				.isEqualTo(List.of("connected", "refused"));
			assertThat(this.requests).isEmpty();
			assertThat(output(java, "-cp", open.toString(), ForeignUserMain.class.getName(), server.path().toString()))
				.isEqualTo(List.of("connected", "answered"));
		}
		finally {
			try (Stream<Path> files = Files.walk(open)) {
				files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
			}
		}
	}

	private static List<String> output(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			List<String> lines = process.inputReader().lines().toList();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			return lines;
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void socketsOfDeadMastersAreRemoved() throws IOException {
		open().close();
		Path stale = Files.createFile(folder().path().resolve("999999999-abcdef012345.sock"));
		Path other = Files.createFile(folder().path().resolve("notes.txt"));
		try (ControlServer server = open()) {
			assertThat(stale).doesNotExist();
			assertThat(other).exists();
			assertThat(server.path()).exists();
		}
	}

	@Test
	void applicationIsNamedByItsPathsAsTheUserWroteThem() {
		Path directory = Path.of("/srv/current");
		ApplicationPath relative = ApplicationPath.of("app.jar", "app.jar --server.port=1", directory);
		assertThat(relative.text()).isEqualTo("/srv/current/app.jar");
		assertThat(ApplicationPath.of("/srv/current/../current/app.jar", "/srv/current/../current/app.jar", directory))
			.isEqualTo(relative);
		ApplicationPath main = ApplicationPath.of("lib/a.jar:lib/b.jar", "com.example.Main x", directory);
		assertThat(main.text()).isEqualTo("com.example.Main in /srv/current/lib/a.jar:/srv/current/lib/b.jar");
		assertThat(main.digest()).hasSize(12).isNotEqualTo(relative.digest());
	}

	@Test
	void folderIsInTheRuntimeDirectoryOrTheTemporaryOne() {
		assertThat(ControlFolder.ofUser(Map.of("XDG_RUNTIME_DIR", this.temp.toString())).path())
			.isEqualTo(this.temp.resolve("clusterboot"));
		assertThat(ControlFolder.ofUser(Map.of()).path()).isEqualTo(
				Path.of(System.getProperty("java.io.tmpdir"), "clusterboot-" + ControlFolder.uid()).toAbsolutePath());
	}

}
