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
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import io.clusterboot.handle.Handle;
import io.netty.channel.unix.Socket;
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
 * What Node's test suite checks of {@code stdio}, and how descriptors get to a child.
 */
@Timeout(300)
class StdioConformanceTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	private final Recorder recorder = new Recorder();

	private ChildProcess shell(SpawnOptions options, String script) {
		return this.children.add(ChildProcess.spawn(Children.shell(script), options, this.recorder));
	}

	private static String stdout(ChildProcess child) throws IOException {
		return new String(child.stdout().orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
	}

	// test-child-process-stdio
	@Test
	void defaultsArePipes() {
		SpawnOptions options = SpawnOptions.defaults().withStdio();
		assertThat(options.stdio()).isEqualTo(Map.of(0, Stdio.pipe(), 1, Stdio.pipe(), 2, Stdio.pipe()));
		ChildProcess child = shell(options.withStdio(Stdio.discard(), Stdio.discard(), Stdio.discard()), "exit");
		assertThat(child.stdin()).isEmpty();
		assertThat(child.stdout()).isEmpty();
		assertThat(child.stderr()).isEmpty();
		assertThat(child.pipe(3)).isEmpty();
		assertThat(child.channel()).isEmpty();
	}

	// test-child-process-validate-stdio
	@Test
	void twoChannelsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SpawnOptions.defaults().withStdio(Stdio.ipc(), Stdio.ipc()))
			.withMessage("stdio: two of ipc (expected: at most one)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ForkOptions.defaults().with((spawn) -> spawn.withStdio(Stdio.pipe())))
			.withMessage("stdio: no ipc (expected: one, in a process that is forked)");
	}

	@Test
	void pipeAboveTwoGoesBothWays() throws IOException {
		ChildProcess child = shell(SpawnOptions.piped().withStdio(4, Stdio.pipe()).withStdio(7, Stdio.pipe()),
				"read line <&4; echo \"4 $line\" >&4; echo 7 >&7");
		try (ChildPipe four = child.pipe(4).orElseThrow(); ChildPipe seven = child.pipe(7).orElseThrow()) {
			four.outputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
			four.endOutput();
			assertThat(new String(four.inputStream().readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("4 hello\n");
			assertThat(new String(seven.inputStream().readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("7\n");
		}
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
	}

	@Test
	void closeWaitsForAPipeThatNobodyReads() {
		ChildProcess child = shell(SpawnOptions.piped().withStdio(3, Stdio.pipe()), "echo x >&3");
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
	}

	// test-child-process-pipe-dataflow
	@Test
	void childWritesIntoAnotherChild() throws IOException {
		Handle[] pair = Handle.socketPair();
		ChildProcess wc = shell(SpawnOptions.piped().withStdio(0, Stdio.handle(pair[0])), "wc -c");
		ChildProcess cat = shell(SpawnOptions.piped().withStdio(1, Stdio.handle(pair[1])), "head -c 1000000 /dev/zero");
		pair[0].close();
		pair[1].close();
		Children.await(cat.onClose());
		assertThat(stdout(wc).strip()).isEqualTo("1000000");
	}

	// test-child-process-server-close, test-listen-fd-server
	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 9 })
	void listeningSocketAtAnyNumber(int index) throws IOException {
		Socket listener = Loopback.listen();
		try (Handle handle = Loopback.handle(listener)) {
			ChildProcess child = shell(
					SpawnOptions.piped().withStdio(index, Stdio.handle(handle)).withStdio(2, Stdio.pipe()),
					"link=$(readlink /proc/$$/fd/" + index + "); echo $link >&2");
			String link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + handle.descriptor())).toString();
			assertThat(new String(child.stderr().orElseThrow().readAllBytes(), StandardCharsets.UTF_8).strip())
				.isEqualTo(link);
		}
	}

	@Test
	void threeSocketsAndPipesTravelTogether() throws IOException {
		List<Handle> mine = new ArrayList<>();
		List<Handle> theirs = new ArrayList<>();
		SpawnOptions options = SpawnOptions.piped();
		for (int index : new int[] { 3, 5, 9 }) {
			Handle[] pair = Handle.socketPair();
			mine.add(pair[0]);
			theirs.add(pair[1]);
			options = options.withStdio(index, Stdio.handle(pair[1]));
		}
		ChildProcess child = shell(options,
				"cat; echo err >&2; echo three >&3; echo five >&5; echo nine >&9; ls /proc/$$/fd");
		theirs.forEach(Handle::close);
		child.stdin().orElseThrow().write("in\n".getBytes(StandardCharsets.US_ASCII));
		child.stdin().orElseThrow().close();
		assertThat(stdout(child)).startsWith("in\n0\n1\n").contains("\n2\n", "\n3\n", "\n5\n", "\n9\n");
		assertThat(new String(child.stderr().orElseThrow().readAllBytes(), StandardCharsets.US_ASCII))
			.isEqualTo("err\n");
		for (int i = 0; i < 3; i++) {
			assertThat(lineOf(mine.get(i))).isEqualTo(List.of("three", "five", "nine").get(i));
		}
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
	}

	private static String lineOf(Handle end) throws IOException {
		try (ChildPipe pipe = ChildPipe.open(end);
				BufferedReader lines = new BufferedReader(
						new InputStreamReader(pipe.inputStream(), StandardCharsets.US_ASCII))) {
			return lines.readLine();
		}
	}

	@Test
	void fourSocketsAreTooMany() {
		List<Handle> handles = new ArrayList<>();
		SpawnOptions options = SpawnOptions.piped();
		for (int index = 3; index < 7; index++) {
			Handle[] pair = Handle.socketPair();
			handles.addAll(List.of(pair));
			options = options.withStdio(index, Stdio.handle(pair[0]));
		}
		SpawnOptions four = options;
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> shell(four, "exit"))
			.withMessageMatching("stdio 6: socket:\\[\\d+] \\(expected: no more than three sockets, .*\\)");
		handles.forEach(Handle::close);
	}

	@Test
	void inheritedOutputThatIsASocketTooMuchIsForwarded() {
		List<Handle> handles = new ArrayList<>();
		java.util.Map<Integer, Integer> descriptors = new java.util.HashMap<>();
		for (int index = 0; index < 4; index++) {
			Handle[] pair = Handle.socketPair();
			handles.addAll(List.of(pair));
			descriptors.put(index, pair[0].descriptor());
		}
		assertThat(new StdioPlan(descriptors, Set.of(1, 2)).surplus()).isEqualTo(OptionalInt.of(1));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> new StdioPlan(descriptors, Set.of()));
		handles.forEach(Handle::close);
	}

	@Test
	void oneSocketForBothOutputsTravelsOnce() {
		Handle[] outputs = Handle.socketPair();
		Handle[] input = Handle.socketPair();
		Handle[] channel = Handle.socketPair();
		try (Handle copy = outputs[0].duplicate()) {
			StdioPlan plan = new StdioPlan(Map.of(0, input[0].descriptor(), 1, outputs[0].descriptor(), 2,
					copy.descriptor(), 3, channel[0].descriptor()), Set.of());
			assertThat(plan.surplus()).isEmpty();
			assertThat(plan.opensDescriptors()).isFalse();
			assertThat(plan.redirections()).isEqualTo(" 3<&2 2<&1");
		}
		for (Handle[] pair : List.of(outputs, input, channel)) {
			pair[0].close();
			pair[1].close();
		}
	}

	@Test
	void fileThatIsReadFromTheMiddleTravels() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "first\nsecond\n");
		try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r"); Handle handle = ofFile(file)) {
			assertThat(opened.length()).isEqualTo(13);
			ChildProcess child = shell(SpawnOptions.piped().withStdio(5, Stdio.handle(handle)),
					"read a <&5; echo \"$a\"; cat <&5");
			assertThat(stdout(child)).isEqualTo("first\nsecond\n");
		}
	}

	/**
	 * A descriptor of the file in this process, found by its path.
	 */
	private static Handle ofFile(Path file) throws IOException {
		try (var entries = Files.list(Path.of("/proc/self/fd"))) {
			for (Path entry : entries.toList()) {
				if (Files.exists(entry) && Files.isSameFile(entry, file)) {
					return Handle.adopt(Integer.parseInt(entry.getFileName().toString())).duplicate();
				}
			}
		}
		throw new AssertionError(file);
	}

	// test-child-process-stdio-inherit, test-child-process-can-write-to-stdout
	@Test
	void inheritGoesThroughAMiddleProcess() throws IOException {
		ChildProcess child = this.children.add(ChildProcess.spawn(Children.probe("inherit"), SpawnOptions.piped()));
		child.stdin().orElseThrow().write("through\n".getBytes(StandardCharsets.US_ASCII));
		child.stdin().orElseThrow().close();
		assertThat(stdout(child)).isEqualTo("through\n");
		assertThat(Children.await(child.onClose())).isEqualTo(new ExitStatus(0));
	}

}
