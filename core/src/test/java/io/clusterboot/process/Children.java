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

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The children of one test: ended and waited for after it, whatever happened.
 */
public final class Children implements AfterEachCallback {

	private static final long DEADLINE_SECONDS = 120;

	private final List<ChildProcess> started = new ArrayList<>();

	static List<String> probe(String... arguments) {
		return Stream.of(List.of(java()), vmOptions(), List.of(ProbeMain.class.getName()), List.of(arguments))
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Options of a JVM that starts fast.
	 */
	static List<String> vmOptions() {
		return List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m", "-cp", classPath());
	}

	public static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	public static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	static List<String> shell(String script) {
		return List.of("/bin/sh", "-c", script);
	}

	ChildProcess spawn(List<String> command, SpawnOptions options) {
		ChildProcess child = ChildProcess.spawn(command, options);
		this.started.add(child);
		return child;
	}

	/**
	 * End a child after the test.
	 */
	ChildProcess add(ChildProcess child) {
		this.started.add(child);
		return child;
	}

	/**
	 * Run a command to its close.
	 * @return the lines of its standard output
	 */
	public List<String> linesOf(List<String> command, SpawnOptions options) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		ChildProcess child = spawn(command,
				options.withStdio(1, Stdio.pipeTo(output)).withStdio(2, Stdio.pipeTo(OutputStream.nullOutputStream())));
		ExitStatus status = await(child.onClose());
		assertThat(status).as(() -> child.lastLines().toString()).isEqualTo(new ExitStatus(0));
		return output.toString(StandardCharsets.UTF_8).lines().toList();
	}

	/**
	 * Stop a child, and wait until it is stopped.
	 */
	static void stop(ChildProcess child) {
		assertThat(child.kill(Signal.SIGSTOP)).isEqualTo(Signal.Delivery.DELIVERED);
		Awaitility.await("stopped")
			.atMost(Duration.ofSeconds(DEADLINE_SECONDS))
			.until(() -> ProcessStatus.of(child.pid())
				.filter((status) -> status.run() == ProcessStatus.Run.STOPPED)
				.isPresent());
	}

	static <T> T await(CompletableFuture<T> future) {
		return future.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.started.forEach((child) -> child.kill(Signal.SIGKILL));
		this.started.forEach((child) -> await(child.onExit()));
	}

}
