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

package io.clusterboot.cluster.scoreboard;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.clusterboot.handle.Handle;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;
import io.clusterboot.process.VersionMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Memory that two processes see, or that one has mapped twice.
 */
@Timeout(300)
class ScoreboardTests {

	private static final ScoreboardEntry ZERO = new ScoreboardEntry(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

	@Test
	void whatOneMappingWritesTheOtherReads() {
		try (Scoreboard scoreboard = Scoreboard.create(4, 0)) {
			scoreboard.allocate();
			int index = scoreboard.allocate();
			ScoreboardRow row = inherited(scoreboard.descriptor(), index);
			row.beat();
			row.beat();
			row.loopLag(17);
			row.connectionAccepted();
			row.connectionAccepted();
			row.connectionAccepted();
			row.connectionClosed();
			for (int i = 0; i < 7; i++) {
				row.requestBegun();
			}
			row.requestEnded();
			row.requestEnded();
			row.serverError();
			row.requestDrained();
			row.requestsAborted(4);
			row.heap(5, 6);
			row.collectionTime(8);
			row.threadPool(new ThreadPoolLoad(9, 10));
			assertThat(scoreboard.row(index).read())
				.isEqualTo(new ScoreboardEntry(2, 17, 3, 2, 7, 5, 1, 1, 4, 5, 6, 8));
			assertThat(scoreboard.row(index).threadPool()).isEqualTo(new ThreadPoolLoad(9, 10));
			assertThat(scoreboard.row(index - 1).read()).isEqualTo(ZERO);
			assertThat(scoreboard.row(index - 1).threadPool()).isEqualTo(ThreadPoolLoad.NONE);
			assertThat(scoreboard.row(index + 1).read()).isEqualTo(ZERO);
		}
	}

	@Test
	void countsOfManyThreadsAddUp() {
		ScoreboardRow row = ScoreboardRow.unshared();
		IntStream.range(0, 100_000).parallel().forEach((i) -> {
			row.requestBegun();
			row.requestEnded();
		});
		assertThat(row.read().requests()).isEqualTo(100_000);
		assertThat(row.read().requestsInFlight()).isZero();
	}

	@Test
	void rowIsClearedForItsNextWorker() {
		try (Scoreboard scoreboard = Scoreboard.create(2, 0)) {
			int index = scoreboard.allocate();
			assertThat(scoreboard.allocate()).isEqualTo(index + 1);
			scoreboard.row(index).requestBegun();
			scoreboard.row(index).connectionReserved();
			assertThatIllegalStateException().isThrownBy(scoreboard::allocate)
				.withMessage("All 2 rows of the scoreboard are taken");
			scoreboard.free(index);
			assertThat(scoreboard.row(index).read().requests()).isOne();
			assertThat(scoreboard.row(index).reservedConnections()).isZero();
			assertThat(scoreboard.allocate()).isEqualTo(index);
			assertThat(scoreboard.row(index).read()).isEqualTo(ZERO);
		}
	}

	@Test
	void fileHasNoNameAndUnusedRowsTakeNoMemory(@TempDir Path directory) throws IOException {
		try (Scoreboard scoreboard = Scoreboard.create(4096, 0, directory, Scoreboard.LAYOUT.number())) {
			scoreboard.allocate();
			try (Stream<Path> files = Files.list(directory)) {
				assertThat(files).isEmpty();
			}
			Path open = Path.of("/proc/self/fd", Integer.toString(scoreboard.descriptor().descriptor()));
			assertThat(Files.size(open)).isEqualTo(4098 * ScoreboardRow.BYTES);
			assertThat(blocksOf(open)).isLessThanOrEqualTo(64);
		}
	}

	@Test
	void closingLeavesNoDescriptor() throws IOException {
		Scoreboard.create(1, 0).close();
		long before = descriptors();
		for (int i = 0; i < 50; i++) {
			try (Scoreboard scoreboard = Scoreboard.create(4, 0)) {
				inherited(scoreboard.descriptor(), scoreboard.allocate()).beat();
			}
		}
		assertThat(descriptors()).isLessThan(before + 25);
	}

	@Test
	void workerSeesTheMasterAndTheOthers() {
		try (Scoreboard scoreboard = Scoreboard.create(4, 0)) {
			int own = scoreboard.allocate();
			ScoreboardView view = view(scoreboard.descriptor(), own);
			assertThat(view.others()).isEmpty();
			ScoreboardRow other = scoreboard.row(scoreboard.allocate());
			other.beginAccepting();
			other.turnTaken();
			scoreboard.masterRow().beat();
			assertThat(view.master().heartbeat()).isOne();
			assertThat(view.others()).singleElement()
				.matches(ScoreboardRow::isAccepting)
				.extracting(ScoreboardRow::turns)
				.isEqualTo(1L);
			view.own().turnTaken();
			assertThat(scoreboard.row(own).turns()).isOne();
			assertThat(scoreboard.row(own).isAccepting()).isFalse();
		}
	}

	@Test
	void rowOutlivesTheScoreboard() {
		Scoreboard scoreboard = Scoreboard.create(1, 0);
		ScoreboardRow row = scoreboard.row(scoreboard.allocate());
		scoreboard.close();
		row.beat();
		assertThat(row.read().heartbeat()).isOne();
	}

	@Test
	void environmentWithoutScoreboardIsNone() {
		assertThat(ScoreboardView.inherited(Map.of("CLUSTER_UNIQUE_ID", "1"))).isEmpty();
	}

	@Test
	void alternativeIsUsedWhereThePreferredFolderTakesNoFile(@TempDir Path preferred, @TempDir Path alternative)
			throws IOException {
		Path full = withLongestPath(preferred);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(Scoreboard.class);
		logger.setLevel(Level.WARN);
		logger.addAppender(log);
		try (Scoreboard scoreboard = Scoreboard.create(4, 4, full, alternative)) {
			Path open = Path.of("/proc/self/fd", Integer.toString(scoreboard.descriptor().descriptor()));
			assertThat(Files.readSymbolicLink(open)).asString().startsWith(alternative.toString());
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(null);
		}
		assertThat(log.list).singleElement().satisfies((line) -> {
			assertThat(line.getFormattedMessage()).isEqualTo("Could not create a scoreboard of 4 rows in " + full
					+ " (File name too long); using " + alternative + " instead");
			assertThat(line.getThrowableProxy()).as("stack trace").isNull();
		});
	}

	/**
	 * Create a folder below another one in which any file would have a path that is too
	 * long. It stands for a full file system, which a test cannot have.
	 */
	private static Path withLongestPath(Path directory) throws IOException {
		int longestPath = 4095;
		Path folder = directory;
		while (folder.toString().length() < longestPath - 20) {
			int left = longestPath - 10 - folder.toString().length();
			folder = folder.resolve("x".repeat(Math.min(200, left)));
		}
		return Files.createDirectories(folder);
	}

	@Test
	void onlyTheFirstWorkerGetsAClaim(@TempDir Path directory) {
		try (Scoreboard scoreboard = Scoreboard.create(4, 4, directory, Scoreboard.LAYOUT.number())) {
			ScoreboardView first = view(scoreboard.descriptor(), scoreboard.allocate());
			ScoreboardView second = view(scoreboard.descriptor(), scoreboard.allocate());
			assertThat(second.claimSessionWarning()).isTrue();
			assertThat(first.claimSessionWarning()).isFalse();
			assertThat(second.claimSessionWarning()).isFalse();
			assertThat(first.master().lastRow()).isEqualTo(3);
		}
	}

	@Test
	void reservedRowsHaveTheirSpace(@TempDir Path directory) throws IOException {
		try (Scoreboard scoreboard = Scoreboard.create(512, 64, directory, Scoreboard.LAYOUT.number())) {
			Path open = Path.of("/proc/self/fd", Integer.toString(scoreboard.descriptor().descriptor()));
			assertThat(blocksOf(open)).isBetween(2L * 64, 2L * 80);
			scoreboard.reserve(256);
			assertThat(blocksOf(open)).isBetween(2L * 256, 2L * 272);
			assertThatIllegalStateException().isThrownBy(() -> scoreboard.reserve(513))
				.withMessage("Scoreboard rows: 513 (expected: at most 512)");
		}
	}

	@Test
	void wrongValuesAreTold() {
		assertThatIllegalArgumentException().isThrownBy(() -> Scoreboard.create(0, 0))
			.withMessage("rows: 0 (expected: >= 1)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ScoreboardView.inherited(Map.of("CLUSTER_SCOREBOARD_FD", "x", "CLUSTER_SCOREBOARD_ROW",
					"0", "CLUSTER_SCOREBOARD_VERSION", "4")))
			.withMessage("CLUSTER_SCOREBOARD_FD: x (expected: a number >= 0)");
		try (Scoreboard scoreboard = Scoreboard.create(2, 0)) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> inherited(scoreboard.descriptor(), 4))
				.withMessage("CLUSTER_SCOREBOARD_ROW: 4 (expected: >= 2 and < 4, the rows of the scoreboard)");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> inherited(scoreboard.descriptor(), 1))
				.withMessageStartingWith("CLUSTER_SCOREBOARD_ROW: 1");
		}
	}

	@Test
	void masterThatSaysAnotherLayoutIsRefusedBeforeAnythingIsMapped() {
		Map<String, String> environment = new HashMap<>(Scoreboard.variables(1_000_000, 2));
		environment.put("CLUSTER_SCOREBOARD_VERSION", "7");
		assertThatExceptionOfType(VersionMismatchException.class)
			.isThrownBy(() -> ScoreboardView.inherited(environment))
			.withMessage("Scoreboard layout: version 7 in the master, version 4 in the worker (expected: the same; "
					+ "restart the master to run another ClusterBoot version)");
		environment.remove("CLUSTER_SCOREBOARD_VERSION");
		assertThatExceptionOfType(VersionMismatchException.class)
			.isThrownBy(() -> ScoreboardView.inherited(environment))
			.withMessageStartingWith("Scoreboard layout: version none in the master, version 4 in the worker");
	}

	@Test
	void memoryOfAnotherLayoutIsRefusedAndLeftAsItIs(@TempDir Path directory) {
		try (Scoreboard scoreboard = Scoreboard.create(4, 0, directory, 7)) {
			int index = scoreboard.allocate();
			assertThatExceptionOfType(VersionMismatchException.class)
				.isThrownBy(() -> inherited(scoreboard.descriptor(), index))
				.withMessageStartingWith("Scoreboard layout: version 7 in the master, version 4 in the worker");
			assertThat(scoreboard.row(index).read()).isEqualTo(ZERO);
		}
	}

	/**
	 * The layout before there was a header began with the heartbeat of the master.
	 */
	@Test
	void memoryWithoutAHeaderIsRefused(@TempDir Path directory) throws IOException {
		Path old = Files.write(directory.resolve("scoreboard"), new byte[4 * ScoreboardRow.BYTES]);
		try (FileInputStream file = new FileInputStream(old.toFile())) {
			assertThatExceptionOfType(VersionMismatchException.class)
				.isThrownBy(() -> inherited(Handle.from(file.getFD()), 2))
				.withMessageStartingWith("Scoreboard layout: version none in the master, version 4 in the worker");
		}
		assertThat(Files.readAllBytes(old)).containsOnly(0);
	}

	@Test
	void childWritesAndItsRowOutlivesIt() {
		try (Scoreboard scoreboard = Scoreboard.create(64, 0)) {
			int index = scoreboard.allocate();
			Map<String, String> environment = new HashMap<>(CurrentProcess.get().environment());
			environment.putAll(Scoreboard.variables(4, index));
			CompletableFuture<String> firstLine = new CompletableFuture<>();
			ChildProcess child = ChildProcess.spawn(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-cp",
							System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
							RowMain.class.getName()),
					SpawnOptions.defaults()
						.withEnvironment(environment)
						.withStdio(1, Stdio.pipeTo(new FirstLine(firstLine)))
						.withStdio(2, Stdio.pipeTo(OutputStream.nullOutputStream()))
						.withStdio(4, Stdio.handle(scoreboard.descriptor())));
			try {
				assertThat(firstLine.orTimeout(120, TimeUnit.SECONDS).join())
					.isEqualTo("descriptor false variables []");
				ScoreboardRow row = scoreboard.row(index);
				await().atMost(Duration.ofMinutes(2)).until(() -> row.read().heartbeat() != 0);
				assertThat(row.read()).isEqualTo(new ScoreboardEntry(1, 0, 0, 0, 1000, 1000, 1, 0, 0, 0, 0, 0));
				child.kill(Signal.SIGKILL);
				child.onExit().orTimeout(120, TimeUnit.SECONDS).join();
				assertThat(row.read()).isEqualTo(new ScoreboardEntry(1, 0, 0, 0, 1000, 1000, 1, 0, 0, 0, 0, 0));
			}
			finally {
				child.kill(Signal.SIGKILL);
				child.onExit().orTimeout(120, TimeUnit.SECONDS).join();
			}
		}
	}

	private static ScoreboardRow inherited(Handle descriptor, int row) {
		return view(descriptor, row).own();
	}

	private static ScoreboardView view(Handle descriptor, int row) {
		return ScoreboardView.inherited(Scoreboard.variables(descriptor.duplicate().release(), row)).orElseThrow();
	}

	private static long blocksOf(Path file) throws IOException {
		Process stat = new ProcessBuilder("stat", "-L", "-c", "%b",
				file.toString().replace("self", Long.toString(ProcessHandle.current().pid())))
			.start();
		return Long.parseLong(new String(stat.getInputStream().readAllBytes()).trim());
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	/**
	 * Takes the first line that is written.
	 */
	private static final class FirstLine extends OutputStream {

		private final CompletableFuture<String> line;

		private final StringBuilder text = new StringBuilder();

		FirstLine(CompletableFuture<String> line) {
			this.line = line;
		}

		@Override
		public void write(int character) {
			if (character == '\n') {
				this.line.complete(this.text.toString());
			}
			this.text.append((char) character);
		}

	}

}
