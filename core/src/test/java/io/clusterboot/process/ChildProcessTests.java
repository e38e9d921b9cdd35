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
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.clusterboot.testing.OpenDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;
import org.newsclub.net.unix.FileDescriptorCast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChildProcess}, with real processes.
 */
@Timeout(300)
class ChildProcessTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final SpawnOptions piped = SpawnOptions.defaults()
		.withStdio(1, Stdio.pipeTo(this.output))
		.withStdio(2, Stdio.pipeTo(OutputStream.nullOutputStream()));

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 42, 127, 255 })
	void exitCode(int code) {
		ChildProcess child = this.children.spawn(Children.shell("exit " + code), this.piped);
		assertThat(Children.await(child.onExit())).isEqualTo(new ExitStatus(code));
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(code));
		assertThat(child.isAlive()).isFalse();
		assertThat(child.kill(Signal.SIGTERM)).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
		assertThat(child.kill(Signal.SIGHUP)).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
	}

	@Test
	void exitCodeOfJvm() {
		ChildProcess child = this.children.spawn(Children.probe("exit", "42"), this.piped);
		assertThat(Children.await(child.onExit())).isEqualTo(new ExitStatus(42));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SIGTERM", "SIGKILL", "SIGINT", "SIGHUP" })
	void signalOnJvm(String name) {
		LineWaiter lines = new LineWaiter("ready");
		ChildProcess child = this.children.spawn(Children.probe("wait"), this.piped.withStdio(1, Stdio.pipeTo(lines)));
		Children.await(lines.seen());
		assertThat(child.isAlive()).isTrue();
		assertThat(child.kill(Signal.parse(name))).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(Children.await(child.onExit()).signal()).hasValue(Signal.parse(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SIGTERM", "SIGKILL", "SIGUSR1" })
	void signalOnShell(String name) {
		LineWaiter lines = new LineWaiter("ready");
		ChildProcess child = this.children.spawn(Children.shell("echo ready; exec tail -f /dev/null"),
				this.piped.withStdio(1, Stdio.pipeTo(lines)));
		Children.await(lines.seen());
		assertThat(child.kill(Signal.parse(name))).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(Children.await(child.onClose())).isEqualTo(ExitStatus.of(Signal.parse(name)));
	}

	@Test
	void outputIsForwardedAgainAfterAFailure() throws IOException {
		FullOnce target = new FullOnce();
		ChildProcess child = this.children.spawn(Children.shell("echo lost; read line; echo kept"),
				SpawnOptions.piped().withStdio(1, Stdio.pipeTo(target)));
		Children.await(target.refused);
		child.stdin().orElseThrow().close();
		Children.await(child.onClose());
		assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("kept\n");
		assertThat(child.lastLines()).containsExactly("lost", "kept");
	}

	@Test
	void ignoredSignalsDoNothing() {
		LineWaiter lines = new LineWaiter("ready");
		ChildProcess child = this.children.spawn(Children.probe("wait"),
				this.piped.withStdio(1, Stdio.pipeTo(lines)).ignoring(Signal.SIGINT, Signal.SIGHUP));
		Children.await(lines.seen());
		assertThat(child.kill(Signal.SIGINT)).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(child.kill(Signal.SIGHUP)).isEqualTo(Signal.Delivery.DELIVERED);
		// Sent later, and the only one that ends it
		child.kill(Signal.SIGTERM);
		assertThat(Children.await(child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGTERM));
	}

	@Test
	void signalsAreNotIgnoredUnlessAsked() {
		String ignored = lineOf(this.children.linesOf(Children.probe("show"), SpawnOptions.defaults()), "ignored");
		String asked = lineOf(this.children.linesOf(Children.probe("show"),
				SpawnOptions.defaults().ignoring(Signal.SIGINT, Signal.SIGHUP)), "ignored");
		long hangUpAndInterrupt = 3;
		assertThat(Long.parseUnsignedLong(ignored, 16) & hangUpAndInterrupt).isZero();
		assertThat(Long.parseUnsignedLong(asked, 16) & hangUpAndInterrupt).isEqualTo(hangUpAndInterrupt);
	}

	@Test
	void threadDumpOnQuit() {
		LineWaiter lines = new LineWaiter("ready");
		LineWaiter dump = new LineWaiter("Full thread dump");
		OutputStream both = new OutputStream() {

			@Override
			public void write(int b) {
				lines.write(b);
				dump.write(b);
			}

		};
		ChildProcess child = this.children.spawn(Children.probe("wait"), this.piped.withStdio(1, Stdio.pipeTo(both)));
		Children.await(lines.seen());
		assertThat(child.kill(Signal.SIGQUIT)).isEqualTo(Signal.Delivery.DELIVERED);
		Children.await(dump.seen());
		assertThat(child.isAlive()).isTrue();
	}

	@Test
	void pidIsThatOfTheCommand() {
		ChildProcess child = this.children.spawn(Children.probe("show"), this.piped);
		Children.await(child.onClose());
		List<String> lines = this.output.toString(StandardCharsets.UTF_8).lines().toList();
		assertThat(lineOf(lines, "pid")).isEqualTo(Long.toString(child.pid()));
		assertThat(lineOf(lines, "ppid")).isEqualTo(Long.toString(ProcessHandle.current().pid()));
		assertThat(lineOf(lines, "fd0")).isEqualTo("/dev/null");
		assertThat(lineOf(lines, "fd3")).doesNotStartWith("socket:");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 9 })
	void descriptorTravels(int index) throws IOException {
		AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
		try (AFUNIXSocketChannel mine = pair.getSocket1()) {
			try (AFUNIXSocketChannel theirs = pair.getSocket2()) {
				int number = FileDescriptorCast.using(theirs.getFileDescriptor()).as(Integer.class);
				ChildProcess child = this.children.spawn(
						Children.shell("echo over the socket >&" + index + "; readlink /proc/$$/fd/0"),
						this.piped.withStdio(index, Stdio.descriptor(number)));
				assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
				assertThat(this.output.toString(StandardCharsets.UTF_8))
					.startsWith((index == 0) ? "socket:" : "/dev/null");
				System.gc();
				// Borrowed: it is still ours
				theirs.write(ByteBuffer.wrap("mine\n".getBytes(StandardCharsets.UTF_8)));
			}
			ByteBuffer received = ByteBuffer.allocate(100);
			while (mine.read(received) >= 0) {
				assertThat(received.hasRemaining()).isTrue();
			}
			assertThat(new String(received.array(), 0, received.position(), StandardCharsets.UTF_8))
				.isEqualTo("over the socket\nmine\n");
		}
	}

	@Test
	void outputIsComplete() {
		ChildProcess child = this.children.spawn(
				Children.shell(
						"i=0; while [ $i -lt 5000 ]; do printf '%099d\\n' $i; i=$((i+1)); done; printf 'no newline'"),
				this.piped);
		Children.await(child.onClose());
		assertThat(this.output.size()).isEqualTo(500_000 + 10);
		String text = this.output.toString(StandardCharsets.UTF_8);
		assertThat(text).endsWith("04999\nno newline");
		assertThat(text.lines().limit(5000).mapToInt((line) -> Integer.parseInt(line)).sum())
			.isEqualTo(4999 * 5000 / 2);
		assertThat(child.lastLines()).hasSize(50).endsWith("no newline").element(48).asString().endsWith("04999");
	}

	@Test
	void oneLongLineIsComplete() {
		ChildProcess child = this.children.spawn(Children.shell("head -c 500000 /dev/zero | tr '\\0' x"), this.piped);
		Children.await(child.onClose());
		assertThat(this.output.size()).isEqualTo(500_000);
		assertThat(child.lastLines()).singleElement().asString().hasSize(4097).endsWith("x…");
	}

	@Test
	void linesOfBothStreamsAreKept() {
		ChildProcess child = this.children.spawn(Children.shell("echo out; printf 'e\\377\\344rr\\r\\n' >&2; exit 1"),
				this.piped);
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(1));
		assertThat(child.lastLines()).containsExactlyInAnyOrder("out", "e\uFFFD\uFFFDrr");
		assertThat(this.output.toString(StandardCharsets.UTF_8)).isEqualTo("out\n");
	}

	@Test
	void grandchildDelaysTheCloseAndNotTheExit() throws IOException {
		Path gate = this.directory.resolve("gate");
		Process fifo = new ProcessBuilder("mkfifo", gate.toString()).start();
		Children.await(fifo.onExit());
		List<String> events = new CopyOnWriteArrayList<>();
		ChildProcess child = this.children.spawn(List.of("/bin/sh", "-c",
				"{ read line < \"$1\"; echo late; } & echo early; exit 3", "sh", gate.toString()), this.piped);
		CompletableFuture<Void> close = child.onClose().thenAccept((status) -> events.add("close " + status));
		CompletableFuture<Void> exit = child.onExit().thenAccept((status) -> events.add("exit " + status));
		Children.await(exit);
		assertThat(close).isNotDone();
		Files.writeString(gate, "go\n");
		Children.await(close);
		assertThat(events).containsExactly("exit exit code 3", "close exit code 3");
		assertThat(this.output.toString(StandardCharsets.UTF_8)).isEqualTo("early\nlate\n");
	}

	@Test
	void targetThatFailsDoesNotStopTheChild() {
		OutputStream broken = new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw new IOException("broken");
			}

		};
		ChildProcess child = this.children.spawn(Children.shell("head -c 200000 /dev/zero; echo; echo last"),
				this.piped.withStdio(1, Stdio.pipeTo(broken)));
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
		assertThat(child.lastLines()).endsWith("last");
	}

	@Test
	void closeWithoutPipes() {
		ChildProcess child = this.children.spawn(Children.shell("echo x; echo y >&2; cat"),
				this.piped.withStdio(1, Stdio.discard()).withStdio(2, Stdio.discard()));
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
		assertThat(child.lastLines()).isEmpty();
	}

	@Test
	void futuresOfOneCallerAreItsOwn() {
		ChildProcess child = this.children.spawn(Children.shell("exec tail -f /dev/null"), this.piped);
		child.onExit().complete(new ExitStatus(7));
		child.kill(Signal.SIGKILL);
		assertThat(Children.await(child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGKILL));
	}

	@Test
	void workingDirectory() throws IOException {
		Path cwd = Files.createDirectory(this.directory.resolve("with space ä"));
		assertThat(
				lineOf(this.children.linesOf(Children.probe("show"), SpawnOptions.defaults().withWorkingDirectory(cwd)),
						"cwd"))
			.isEqualTo(ProbeMain.hex(cwd.toRealPath().toString()));
	}

	@Test
	void workingDirectoryThatIsMissing() {
		Path missing = this.directory.resolve("missing");
		assertThatExceptionOfType(SpawnException.class)
			.isThrownBy(() -> this.children.spawn(Children.shell("exit"), this.piped.withWorkingDirectory(missing)))
			.withMessage("working-directory: " + missing + " (expected: an existing directory)")
			.satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("working-directory"))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo(missing.toString()));
	}

	@Test
	void executableThatIsMissing() throws IOException {
		Path plain = Files.createFile(this.directory.resolve("plain"));
		assertThatExceptionOfType(SpawnException.class)
			.isThrownBy(() -> this.children.spawn(List.of(plain.toString()), this.piped))
			.withMessage("command: " + plain + " (expected: an executable file)");
		assertThatExceptionOfType(SpawnException.class)
			.isThrownBy(() -> this.children.spawn(List.of("no-such-thing"),
					this.piped.withVariables(Map.of("PATH", "/bin:/usr/bin"))))
			.withMessage("command: no-such-thing (expected: an executable file on the PATH /bin:/usr/bin)");
	}

	@Test
	void executableIsFoundOnThePathOfTheChild() throws IOException {
		Path tool = Files.writeString(this.directory.resolve("the-tool"), "#!/bin/sh\nexit 5\n");
		assertThat(tool.toFile().setExecutable(true)).isTrue();
		ChildProcess child = this.children.spawn(List.of("the-tool"),
				this.piped.withVariables(Map.of("PATH", "/bin:" + this.directory)));
		assertThat(Children.await(child.onExit())).isEqualTo(new ExitStatus(5));
		child = this.children.spawn(List.of("./the-tool"), this.piped.withWorkingDirectory(this.directory));
		assertThat(Children.await(child.onExit())).isEqualTo(new ExitStatus(5));
	}

	@Test
	void linesOfSeveralChildrenDoNotMix() {
		List<String> script = Children
			.shell("i=0; while [ $i -lt 2000 ]; do echo \"$0-$0-$0-$0-$0-$0-$0-$0\"; i=$((i+1)); done");
		List<ChildProcess> some = Stream.of("a", "b", "c", "d")
			.map((name) -> this.children.spawn(Stream.concat(script.stream(), Stream.of(name.repeat(50))).toList(),
					this.piped))
			.toList();
		some.forEach((child) -> Children.await(child.onClose()));
		List<String> lines = this.output.toString(StandardCharsets.UTF_8).lines().toList();
		assertThat(lines).hasSize(8000)
			.allMatch((line) -> line.length() == 407 && line.chars().distinct().count() == 2);
	}

	@Test
	void zerosAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChildProcess.spawn(List.of("sh", "a\0b"), this.piped))
			.withMessage("command: a\\0b (expected: no zero in it)");
		assertThatIllegalArgumentException().isThrownBy(() -> ChildProcess.spawn(List.of(""), this.piped));
		assertThatIllegalArgumentException().isThrownBy(() -> ChildProcess.spawn(List.of(), this.piped));
		assertThatIllegalArgumentException().isThrownBy(() -> this.piped.withVariables(Map.of("a", "b\0c")))
			.withMessage("environment: value of a (expected: no zero in it)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.piped.withVariables(Map.of("a=b", "c")));
	}

	@Test
	void stdioThatCannotBeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.piped.withStdio(10, Stdio.descriptor(1)))
			.withMessage("stdio: 10 (expected: 0..9)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.piped.withStdio(-1, Stdio.pipe()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.piped.withStdio(0, Stdio.pipeTo(this.output)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.piped.withStdio(3, Stdio.ipc()).withStdio(4, Stdio.ipc()))
			.withMessage("stdio: two of ipc (expected: at most one)");
		assertThatExceptionOfType(SpawnException.class)
			.isThrownBy(
					() -> this.children.spawn(Children.shell("exit"), this.piped.withStdio(7, Stdio.descriptor(9999))))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("EBADF"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.piped.ignoring(Signal.SIGKILL));
		assertThatIllegalArgumentException().isThrownBy(() -> Stdio.descriptor(-1));
	}

	@Test
	void environmentIsReplaced() {
		SpawnOptions options = this.piped.withEnvironment(
				Map.of("PATH", "/usr/bin:/bin", "my.property", "dotted", "ä", "ö\n\n", "LATIN", "\uDCE4", "EMPTY", ""));
		assertThat(this.children.linesOf(Children.probe("show"), options)
			.stream()
			.filter((line) -> line.startsWith("env "))
			.map((line) -> line.substring(4))).containsExactlyInAnyOrder(ProbeMain.hex("PATH=/usr/bin:/bin"),
					ProbeMain.hex("my.property=dotted"), ProbeMain.hex("ä=ö\n\n"), ProbeMain.hex("LATIN=\uDCE4"),
					ProbeMain.hex("EMPTY="));
	}

	@Test
	void argumentsArriveByteForByte() {
		List<String> command = Children.probe("show", "plain", "", "with space", "it's", "\"q\" $HOME `id` \\",
				"ä ö 😀 …", "two\nlines\n\n", "\n", "ä\n\n", "\uDCE4", "--last");
		assertThat(this.children.linesOf(command, this.piped)
			.stream()
			.filter((line) -> line.startsWith("word "))
			.map((line) -> line.substring(5))
			.limit(command.size())).isEqualTo(command.stream().map(ProbeMain::hex).toList());
	}

	@Test
	void descriptorsAreClosed() {
		spawnTwenty();
		OpenDescriptors before = OpenDescriptors.socketsAndPipes();
		spawnTwenty();
		before.assertNoneIsNew();
	}

	private void spawnTwenty() {
		for (int i = 0; i < 20; i++) {
			ChildProcess child = this.children.spawn(Children.shell("echo out; echo err >&2"), this.piped);
			Children.await(child.onClose());
			assertThat(child.lastLines()).containsExactlyInAnyOrder("out", "err");
			assertThatExceptionOfType(SpawnException.class).isThrownBy(() -> this.children.spawn(Children.shell("exit"),
					this.piped.withWorkingDirectory(this.directory.resolve("missing"))));
		}
	}

	private static String lineOf(List<String> lines, String key) {
		return lines.stream()
			.filter((line) -> line.startsWith(key + " "))
			.map((line) -> line.substring(key.length() + 1))
			.findFirst()
			.orElseThrow(() -> new AssertionError(key + " in " + lines));
	}

	/**
	 * Where output goes until a text was seen.
	 */
	private static final class LineWaiter extends OutputStream {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final CompletableFuture<Void> seen = new CompletableFuture<>();

		private final String text;

		LineWaiter(String text) {
			this.text = text;
		}

		CompletableFuture<Void> seen() {
			return this.seen;
		}

		@Override
		public void write(int b) {
			this.bytes.write(b);
			if (this.bytes.toString(StandardCharsets.UTF_8).contains(this.text)) {
				this.seen.complete(null);
			}
		}

	}

	/**
	 * Refuses the first write, as a full disk does.
	 */
	private static final class FullOnce extends ByteArrayOutputStream {

		private final CompletableFuture<Boolean> refused = new CompletableFuture<>();

		@Override
		public synchronized void write(byte[] bytes, int offset, int length) {
			if (this.refused.complete(true)) {
				throw new UncheckedIOException(new IOException("No space left on device"));
			}
			super.write(bytes, offset, length);
		}

	}

}
