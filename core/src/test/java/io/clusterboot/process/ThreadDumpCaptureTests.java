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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ThreadDumpCapture}.
 */
@Timeout(300)
class ThreadDumpCaptureTests {

	private static final Duration LONG = Duration.ofSeconds(120);

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	private final Output output = new Output();

	@Test
	void dumpOfJvmGoesToFileAndLogAndNotToTheLastLines() throws IOException {
		ChildProcess child = start();
		Path file = this.directory.resolve("dumps/worker.txt");
		for (int i = 0; i < 2; i++) {
			assertThat(Children.await(child.captureThreadDump(file, LONG))).isEqualTo(file);
			assertThat(Files.readString(file)).startsWith("Full thread dump ")
				.containsOnlyOnce("Full thread dump")
				.contains("\"main\" #", "ProbeMain.main", "JNI global refs", "\nHeap\n ")
				.doesNotContain("incomplete");
			Files.delete(file);
		}
		assertThat(this.output.toString(StandardCharsets.UTF_8)).contains("ready\n", "\"main\" #", "JNI global refs");
		assertThat(child.lastLines()).startsWith("ready")
			.noneMatch((line) -> line.contains("JNI global refs") || line.contains("main"));
		assertThat(child.isAlive()).isTrue();
		assertThat(child.isKilled()).isFalse();
	}

	@Test
	void stoppedJvmWritesWhenItIsContinued() throws IOException {
		ChildProcess child = start();
		Children.stop(child);
		CompletableFuture<Path> capture = child.captureThreadDump(this.directory.resolve("dump"), LONG);
		assertThat(ProcessStatus.of(child.pid()).orElseThrow().run()).isEqualTo(ProcessStatus.Run.STOPPED);
		assertThat(capture).isNotDone();
		child.kill(Signal.SIGCONT);
		assertThat(Files.readString(Children.await(capture))).contains("\"main\" #", "\nHeap\n ");
	}

	@Test
	void dumpThatDoesNotBeginTimesOut() {
		ChildProcess child = start();
		Children.stop(child);
		Path file = this.directory.resolve("dump");
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> Children.await(child.captureThreadDump(file, Duration.ofMillis(100))))
			.withCauseInstanceOf(TimeoutException.class)
			.withMessageContaining("No thread dump: incomplete after 100 ms");
		assertThat(file).doesNotExist();
	}

	@Test
	void processThatIsGone() {
		ChildProcess child = start();
		child.kill(Signal.SIGKILL);
		Children.await(child.onExit());
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> Children.await(child.captureThreadDump(this.directory.resolve("dump"), LONG)))
			.withMessageContaining("No thread dump:")
			.withMessageContaining("has ended");
	}

	@Test
	void whatComesBeforeAndAfterIsLeftOut() {
		ThreadDumpCapture capture = ThreadDumpCapture.within(LONG);
		assertThat(List.of("before", "Full thread dump X:", "", "\"main\"", "", "JNI global refs: 1", "", "Heap", " a",
				"  b", "after", "Full thread dump Y:"))
			.filteredOn(capture::offer)
			.hasSize(9);
		assertThat(capture.dump())
			.isCompletedWithValue("Full thread dump X:\n\n\"main\"\n\nJNI global refs: 1\n\nHeap\n a\n  b\n");
	}

	@Test
	void dumpWithoutHeapEndsWithSilence() {
		ThreadDumpCapture capture = ThreadDumpCapture.within(LONG);
		assertThat(List.of("Full thread dump X:", "JNI global refs: 1")).allMatch(capture::offer);
		assertThat(Children.await(capture.dump())).isEqualTo("Full thread dump X:\nJNI global refs: 1\n");
	}

	@Test
	void dumpThatStopsInTheMiddleIsKept() {
		ThreadDumpCapture capture = ThreadDumpCapture.within(Duration.ofSeconds(3));
		capture.offer("Full thread dump X:");
		assertThat(Children.await(capture.dump())).isEqualTo("Full thread dump X:\n… incomplete after 3000 ms\n");
	}

	private ChildProcess start() {
		ChildProcess child = this.children.spawn(Children.probe("wait"),
				SpawnOptions.defaults().withStdio(1, Stdio.pipeTo(this.output)));
		Children.await(this.output.ready);
		return child;
	}

	private static final class Output extends ByteArrayOutputStream {

		private final CompletableFuture<Void> ready = new CompletableFuture<>();

		@Override
		public synchronized void write(byte[] bytes, int offset, int length) {
			super.write(bytes, offset, length);
			if (toString(StandardCharsets.UTF_8).contains("ready\n")) {
				this.ready.complete(null);
			}
		}

	}

}
