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

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import io.clusterboot.testing.OpenDescriptors;
import io.clusterboot.testing.Privileges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What Node's test suite checks of {@code spawn}.
 */
@Timeout(300)
class SpawnConformanceTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	private final Recorder recorder = new Recorder();

	private ChildProcess spawn(SpawnOptions options, String... command) {
		return this.children.add(ChildProcess.spawn(List.of(command), options, this.recorder));
	}

	private ChildProcess shell(SpawnOptions options, String script) {
		return spawn(options, "/bin/sh", "-c", script);
	}

	private static String text(InputStream stream) throws IOException {
		return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
	}

	private static String stdout(ChildProcess child) throws IOException {
		return text(child.stdout().orElseThrow());
	}

	private static void write(ChildProcess child, String text) throws IOException {
		child.stdin().orElseThrow().write(text.getBytes(StandardCharsets.UTF_8));
		child.stdin().orElseThrow().flush();
	}

	// test-child-process-spawn-event
	@Test
	void spawnPrecedesEverything() throws IOException {
		ChildProcess child = shell(SpawnOptions.piped(), "echo x");
		assertThat(this.recorder.events()).startsWith("spawn");
		assertThat(stdout(child)).isEqualTo("x\n");
		Children.await(child.onClose());
		assertThat(this.recorder.events()).containsExactly("spawn", "exit 0", "close 0");
	}

	// test-child-process-spawn-error
	@Test
	void executableThatIsMissing() {
		OpenDescriptors before = OpenDescriptors.socketsAndPipes();
		assertThatExceptionOfType(SpawnException.class).isThrownBy(() -> spawn(SpawnOptions.piped(), "no-such-thing"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ENOENT"))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo("no-such-thing"));
		assertThatExceptionOfType(SpawnException.class)
			.isThrownBy(() -> spawn(SpawnOptions.piped().withStdio(3, Stdio.ipc()), "no-such-thing"));
		assertThatExceptionOfType(SpawnException.class).isThrownBy(() -> spawn(SpawnOptions.piped(), "/etc/passwd"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("EACCES"));
		assertThat(this.recorder.events()).isEmpty();
		before.assertNoneIsNew();
	}

	// test-child-process-spawn-argv0
	@Test
	void argv0() throws IOException {
		ChildProcess child = spawn(SpawnOptions.piped().withArgv0("anöther name"), "/bin/cat", "/proc/self/cmdline");
		assertThat(stdout(child)).isEqualTo("anöther name\0/proc/self/cmdline\0");
	}

	// test-child-process-spawn-controller, test-child-process-fork-abort-signal
	@Test
	void cancelledChildIsKilled() {
		Cancellation cancellation = new Cancellation();
		ChildProcess child = spawn(SpawnOptions.piped().withCancellation(cancellation), "cat");
		IllegalStateException reason = new IllegalStateException("not needed");
		cancellation.cancel(reason);
		cancellation.cancel();
		Children.await(child.onClose());
		assertThat(this.recorder.events()).containsExactly("spawn", "error", "exit SIGTERM", "close SIGTERM");
		assertThat(this.recorder.failures()).singleElement()
			.isInstanceOf(CancellationException.class)
			.extracting(Throwable::getCause)
			.isSameAs(reason);
	}

	@Test
	void childOfACancelledCancellationIsStartedAndKilled() {
		Cancellation cancellation = new Cancellation();
		cancellation.cancel();
		ChildProcess child = spawn(SpawnOptions.piped().withCancellation(cancellation).withKillSignal(Signal.SIGKILL),
				"cat");
		Children.await(child.onClose());
		assertThat(this.recorder.events()).containsExactly("spawn", "error", "exit SIGKILL", "close SIGKILL");
	}

	@Test
	void cancellationAfterTheExitDoesNothing() {
		Cancellation cancellation = new Cancellation();
		ChildProcess child = spawn(SpawnOptions.piped().withCancellation(cancellation), "true");
		Children.await(child.onClose());
		assertThat(cancellation.listenerCount()).isZero();
		cancellation.cancel();
		assertThat(this.recorder.failures()).isEmpty();
		assertThat(child.isKilled()).isFalse();
	}

	// test-child-process-spawn-shell
	@Test
	void shellReadsTheCommand() throws IOException {
		ChildProcess child = spawn(SpawnOptions.piped().withShell().withVariables(Map.of("BAZ", "buzz")), "echo",
				"$BAZ", "|", "tr", "b", "f");
		assertThat(stdout(child)).isEqualTo("fuzz\n");
		ChildProcess unknown = spawn(SpawnOptions.piped().withShell(), "does-not-exist");
		assertThat(Children.await(unknown.onExit())).isEqualTo(new ExitStatus(127));
	}

	// test-child-process-spawn-timeout-kill-signal
	@Test
	void timeoutKills() {
		ChildProcess child = spawn(
				SpawnOptions.piped().withTimeout(Duration.ofMillis(50)).withKillSignal(Signal.SIGKILL), "cat");
		assertThat(Children.await(child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGKILL));
		assertThat(child.isKilled()).isTrue();
		ChildProcess fast = spawn(SpawnOptions.piped().withTimeout(Duration.ofMinutes(5)), "true");
		assertThat(Children.await(fast.onExit())).isEqualTo(new ExitStatus(0));
		assertThat(fast.isKilled()).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> SpawnOptions.piped().withTimeout(Duration.ofMillis(-1)))
			.withMessage("timeout: PT-0.001S (expected: >= 0)");
	}

	// test-child-process-cwd
	@Test
	void workingDirectory() throws IOException {
		assertThat(stdout(spawn(SpawnOptions.piped().withWorkingDirectory(this.directory), "pwd", "-P")).strip())
			.isEqualTo(this.directory.toRealPath().toString());
		Path missing = this.directory.resolve("missing");
		assertThatExceptionOfType(SpawnException.class)
			.isThrownBy(() -> spawn(SpawnOptions.piped().withWorkingDirectory(missing), "pwd"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ENOENT"));
	}

	// test-child-process-default-options, test-child-process-env
	@Test
	void environment() throws IOException {
		CurrentProcess.get().environment().put("CLUSTERBOOT_HELLO", "WORLD");
		try {
			assertThat(stdout(spawn(SpawnOptions.piped(), "env"))).contains("CLUSTERBOOT_HELLO=WORLD\n");
		}
		finally {
			CurrentProcess.get().environment().remove("CLUSTERBOOT_HELLO");
		}
		assertThat(stdout(spawn(SpawnOptions.piped().withEnvironment(Map.of("A", "1")), "/usr/bin/env")))
			.isEqualTo("A=1\n");
	}

	// test-child-process-destroy, test-child-process-kill
	@Test
	void closeTerminates() {
		ChildProcess child = spawn(SpawnOptions.piped(), "cat");
		assertThat(Signal.probe(child.pid())).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(child.isKilled()).isFalse();
		assertThat(child.exitStatus()).isEmpty();
		try (child) {
			assertThat(child.isAlive()).isTrue();
		}
		assertThat(child.isKilled()).isTrue();
		assertThat(Children.await(child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGTERM));
		assertThat(child.exitStatus()).hasValue(ExitStatus.of(Signal.SIGTERM));
		assertThat(child.kill()).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
	}

	// test-child-process-detached
	@Test
	void detachedChildHasASessionOfItsOwn() throws IOException {
		ChildProcess child = spawn(SpawnOptions.piped().detached(), "cat");
		write(child, "x");
		assertThat(child.stdout().orElseThrow().read()).isEqualTo('x');
		String[] stat = Files.readString(Path.of("/proc/" + child.pid() + "/stat"))
			.replaceFirst("^.*\\) ", "")
			.split(" ");
		assertThat(stat[2]).as("process group").isEqualTo(Long.toString(child.pid()));
		assertThat(stat[3]).as("session").isEqualTo(Long.toString(child.pid()));
	}

	// test-child-process-exit-code
	@ParameterizedTest
	@ValueSource(ints = { 0, 23, 255 })
	void exitCode(int code) {
		shell(SpawnOptions.piped(), "exit " + code).onClose().join();
		assertThat(this.recorder.events()).containsExactly("spawn", "exit " + code, "close " + code);
	}

	// pummel/test-child-process-spawn-loop
	@Test
	void nothingIsLostInALoop() throws IOException {
		for (int i = 0; i < 20; i++) {
			ChildProcess child = shell(SpawnOptions.piped(), "head -c 1000000 /dev/zero");
			assertThat(child.stdout().orElseThrow().readAllBytes()).hasSize(1_000_000);
			assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
		}
	}

	// test-child-process-reject-null-bytes
	@Test
	void zerosAreRefused() {
		SpawnOptions options = SpawnOptions.piped();
		assertThatIllegalArgumentException().isThrownBy(() -> spawn(options, "a\0b"))
			.withMessage("command: a\\0b (expected: no zero in it)");
		assertThatIllegalArgumentException().isThrownBy(() -> spawn(options, "echo", "a\0b"));
		assertThatIllegalArgumentException().isThrownBy(() -> options.withArgv0("a\0b"));
		assertThatIllegalArgumentException().isThrownBy(() -> options.withVariables(Map.of("a\0b", "")));
		assertThatIllegalArgumentException().isThrownBy(() -> options.withVariables(Map.of("a", "\0")));
		assertThatIllegalArgumentException().isThrownBy(() -> ForkOptions.defaults().withExecArgv(List.of("a\0b")));
		assertThatIllegalArgumentException().isThrownBy(() -> ForkModule.ofClass("a\0b"));
		assertThatExceptionOfType(InvalidPathException.class).isThrownBy(() -> options.withShell(Path.of("a\0b")));
	}

	// test-child-process-double-pipe, test-child-process-stdio-merge-stdouts-into-cat
	@Test
	void childrenInAPipeline() throws IOException {
		ChildProcess sed = spawn(SpawnOptions.piped(), "sed", "s/o/O/");
		ChildProcess grep = spawn(SpawnOptions.piped().withStdio(1, Stdio.pipeTo(sed.stdin().orElseThrow())), "grep",
				"o");
		ChildProcess echo = spawn(SpawnOptions.piped().withStdio(1, Stdio.pipeTo(grep.stdin().orElseThrow())), "printf",
				"hello\\nnode\\nand\\nworld\\n");
		Children.await(echo.onClose());
		grep.stdin().orElseThrow().close();
		Children.await(grep.onClose());
		sed.stdin().orElseThrow().close();
		assertThat(stdout(sed)).isEqualTo("hellO\nnOde\nwOrld\n");
	}

	// test-child-process-flush-stdio
	@Test
	void closeComesEvenIfNobodyReads() throws IOException {
		ChildProcess child = spawn(SpawnOptions.piped(), "echo", "123");
		Children.await(child.onClose());
		assertThat(stdout(child)).isEqualTo("123\n");
	}

	// test-child-process-ipc, test-child-process-stdin
	@Test
	void echoThroughPipes() throws IOException {
		ChildProcess child = spawn(SpawnOptions.piped(), "cat");
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(child.stdout().orElseThrow(), StandardCharsets.UTF_8));
		for (String word : List.of("hello", "wörld")) {
			write(child, word + "\n");
			assertThat(lines.readLine()).isEqualTo(word);
		}
		child.stdin().orElseThrow().close();
		assertThat(lines.readLine()).isNull();
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
	}

	// test-child-process-stdio-big-write-end
	@Test
	void largeInputArrives() throws IOException {
		ChildProcess child = spawn(SpawnOptions.piped(), "wc", "-c");
		try (OutputStream stdin = child.stdin().orElseThrow()) {
			stdin.write(new byte[3_000_000]);
		}
		assertThat(stdout(child).strip()).isEqualTo("3000000");
	}

	@Test
	void writeToAChildThatIsGoneFails() {
		ChildProcess child = spawn(SpawnOptions.piped(), "true");
		Children.await(child.onClose());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> write(child, "x"));
	}

	// test-child-process-stdout-flush, test-child-process-set-blocking
	@Test
	void largeOutputIsCompleteAtTheClose() throws IOException {
		ByteArrayOutputStream stderr = new ByteArrayOutputStream();
		ChildProcess child = shell(SpawnOptions.piped().withStdio(2, Stdio.pipeTo(stderr)),
				"head -c 500000 /dev/zero; head -c 500000 /dev/zero >&2");
		assertThat(child.stdout().orElseThrow().readAllBytes()).hasSize(500_000);
		Children.await(child.onClose());
		assertThat(stderr.size()).isEqualTo(500_000);
	}

	// test-child-process-uid-gid
	@Test
	void otherUser() throws IOException {
		if (Privileges.isRoot()) {
			assertThat(stdout(
					spawn(SpawnOptions.piped().withUid(65534).withGid(65533), "sh", "-c", "id -u; id -g; id -G")))
				.isEqualTo("65534\n65533\n65533\n");
		}
		assertThat(
				this.children.linesOf(Privileges.without(List.of("setuid", "setgid"), Children.probe("uid", "65534")),
						SpawnOptions.defaults()))
			.containsExactly("EPERM uid 65534");
	}

	@Test
	void wrongNumbersAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SpawnOptions.piped().withUid(-1))
			.withMessage("uid: -1 (expected: >= 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> SpawnOptions.piped().withGid(-1));
	}

	// test-child-process-exec-kill-throws, test-process-kill-pid
	@Test
	void streamThatIsReadCanBeClosed() throws Exception {
		ChildProcess child = spawn(SpawnOptions.piped(), "cat");
		InputStream stdout = child.stdout().orElseThrow();
		java.util.concurrent.CompletableFuture<Integer> read = new java.util.concurrent.CompletableFuture<>();
		Thread reader = new Thread(() -> {
			try {
				read.complete(stdout.read());
			}
			catch (IOException ex) {
				read.completeExceptionally(ex);
			}
		}, "reader");
		reader.start();
		stdout.close();
		assertThat(Children.await(read)).isEqualTo(-1);
		child.kill(Signal.SIGKILL);
		Children.await(child.onClose());
	}

	@Test
	void threadsAndDescriptorsAreGoneAfterTheClose() throws InterruptedException {
		runTen();
		OpenDescriptors before = OpenDescriptors.socketsAndPipes();
		runTen();
		before.assertNoneIsNew();
		List<Thread> pumps = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("clusterboot-output-"))
			.toList();
		for (Thread pump : pumps) {
			// The last one tells of the close before it has ended itself
			pump.join(120_000);
		}
		assertThat(pumps).noneMatch(Thread::isAlive);
	}

	private void runTen() {
		IntStream.range(0, 10)
			.mapToObj((i) -> shell(SpawnOptions.piped().withStdio(4, Stdio.pipe()), "echo $$; echo >&2; echo >&4"))
			.toList()
			.forEach((child) -> Children.await(child.onClose()));
	}

}
