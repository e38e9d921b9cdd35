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

package io.clusterboot.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Sent;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code src/docs/processes.md}: they compile, as they are taken from
 * here.
 */
@Timeout(300)
class ProcessesGuideTests {

	private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	@Test
	void examplesOfTheGuideAreThese() throws IOException {
		String guide = Files.readString(Path.of("..", "src", "docs", "processes.md"));
		String source = Files
			.readString(Path.of("src", "test", "java", "io", "clusterboot", "process", "ProcessesGuideTests.java"));
		Matcher blocks = BLOCK.matcher(guide);
		assertThat(blocks.results().map((block) -> block.group(1)).toList()).hasSizeGreaterThan(5)
			.allSatisfy((block) -> assertThat(normalized(source)).contains(normalized(block)));
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", " ").strip();
	}

	@Test
	void examplesRun() throws IOException {
		exec();
		spawn();
		limits();
	}

	void exec() {
		CompletableFuture<String> commit = ChildProcess.exec("echo main | tr a-z A-Z", ExecOptions.defaults())
			.result()
			.thenApply(ExecResult::stdout);

		assertThat(Children.await(commit)).isEqualTo("MAIN\n");
	}

	void spawn() throws IOException {
		ChildProcess sort = ChildProcess.spawn(List.of("sort", "-n"), SpawnOptions.piped());
		try (OutputStream stdin = sort.stdin().orElseThrow()) {
			stdin.write("10\n9\n".getBytes(StandardCharsets.UTF_8));
		}
		String sorted = new String(sort.stdout().orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
		sort.onClose().thenAccept((status) -> System.out.println("sort ended with " + status));

		assertThat(sorted).isEqualTo("9\n10\n");
	}

	void limits() {
		Cancellation cancellation = new Cancellation();
		SpawnOptions options = SpawnOptions.defaults()
			.withTimeout(Duration.ofSeconds(10))
			.withKillSignal(Signal.SIGKILL)
			.withCancellation(cancellation);
		ChildProcess child = ChildProcess.spawn(List.of("sleep", "60"), options);
		cancellation.cancel();

		assertThat(Children.await(child.onExit()).signal()).hasValue(Signal.SIGKILL);
	}

	void fork() {
		ChildProcess worker = ChildProcess.fork(GuideWorker.class, List.of("--fast"), ForkOptions.defaults());
		worker.onMessage((message, handle) -> System.out.println("worker says " + message));
		Sent sent = worker.send(Map.of("ping", 1));
		sent.written().whenComplete((done, ex) -> {
			if (ex != null) {
				System.out.println("the worker is gone");
			}
		});
	}

	void forkWithAnArchive() {
		ForkOptions fast = ForkOptions.defaults().withExecArgv(List.of("-XX:SharedArchiveFile=worker.jsa"));

		assertThat(fast.execArgv()).isPresent();
	}

	void forkNode() {
		ChildProcess script = ChildProcess.fork(Path.of("render.mjs"), List.of(), ForkOptions.defaults().silent());
		script.send(Map.of("template", "index"));

		assertThat(script.isConnected()).isTrue();
	}

	/**
	 * The other side.
	 */
	static final class GuideWorker {

		public static void main(String[] args) {
			CurrentProcess process = CurrentProcess.get();
			process.onMessage((message, handle) -> {
				JsonNode ping = message.get("ping");
				process.send(Map.of("pong", ping, "pid", process.pid()));
			});
			process.onDisconnect(() -> process.exit(0));
		}

	}

	void giveAway(ChildProcess worker, EpollServerSocketChannel server) {
		try (Handle listener = Handle.from(server)) {
			worker.send(Map.of("serve", "http"), listener, HandleType.NET_SERVER);
		}
	}

	void take(CurrentProcess process) {
		process.onMessage((message, handle) -> {
			if (handle != null) {
				EpollSocketChannel connection = handle.handle().toSocketChannel();
				connection.closeFuture().addListener((closed) -> handle.close());
			}
		});
	}

	void errors(CurrentProcess process) {
		process.onUnhandledError((error) -> System.out.println("unhandled: " + error));
		process.onErrorHandled((error) -> System.out.println("handled later: " + error.id()));
	}

}
