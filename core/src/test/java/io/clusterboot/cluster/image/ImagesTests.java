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
package io.clusterboot.cluster.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.loop.ManualLoop;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.testing.OtherJdk;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link Images}, with real JVMs.
 */
class ImagesTests {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private final ManualLoop loop = new ManualLoop();

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	private Path temp;

	private Path cache;

	/**
	 * The JVM of the workers, that of the tests unless it is set.
	 */
	private Path workerJava;

	private List<String> options = List.of();

	private Path jar;

	private Images images;

	@BeforeEach
	void create() throws IOException {
		this.cache = this.temp.toRealPath().resolve("cache");
		this.jar = BootJarFile.application().writeTo(this.temp.toRealPath().resolve("apps/shop.jar"));
		this.images = open();
	}

	private Images open() {
		return Images.of(ImageSettings.in(this.cache), this.loop);
	}

	@AfterEach
	void close() throws InterruptedException {
		this.images.close();
		for (Process process : this.processes) {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void firstWorkerRecordsAndLaterOnesUseTheArchive() throws Exception {
		WorkerLaunch launch = take(0).orElseThrow();
		Process first = start(launch, 1);
		assertThat(command(launch, 2).vmOptions()).as("one records").noneMatch(ImagesTests::isOfArchive);
		ready(1, first.pid());
		this.loop.advance(ImageSettings.DEFAULT_DELAY);
		Path archive = awaitArchive();
		assertThat(command(launch, 3).vmOptions()).contains("-XX:SharedArchiveFile=" + archive,
				"-XX:ArchiveRelocationMode=0");
		Process third = start(launch, 3);
		ready(3, third.pid());
		assertThat(archive).exists();
		if (Files.exists(Path.of("/proc/self/maps"))) {
			assertThat(Path.of("/proc/%d/maps".formatted(third.pid()))).content()
				.contains(archive.getFileName().toString());
		}
		Awaitility.await().atMost(DEADLINE).untilAsserted(() -> assertThat(temporaryFiles()).isEmpty());
	}

	@Test
	void archiveIsNotMadeWhileAWorkerStarts() throws Exception {
		WorkerLaunch launch = take(0).orElseThrow();
		Process first = start(launch, 1);
		this.images.onEvent(new ClusterEvent.Forked(worker(2, -1), null, List.of()));
		ready(1, first.pid());
		assertThat(this.loop.timers()).as("the cleaning, and the line that it waits").isEqualTo(2);
		exited(2);
		this.loop.advance(ImageSettings.DEFAULT_DELAY);
		assertThat(awaitArchive()).exists();
	}

	@Test
	void nextWorkerRecordsWhenOneEndsBeforeItIsReady() throws Exception {
		WorkerLaunch launch = take(0).orElseThrow();
		start(launch, 1);
		assertThat(temporaryFiles()).hasSize(1);
		exited(1);
		assertThat(temporaryFiles()).isEmpty();
		assertThat(command(launch, 2).vmOptions()).anyMatch((option) -> option.startsWith("-XX:DumpLoadedClassList="));
	}

	@Test
	void otherMasterUsesTheArchive() throws Exception {
		prepare();
		try (Images other = open()) {
			WorkerLaunch launch = other.take(launch(), 0).orElseThrow();
			assertThat(
					((WorkerProgram.Jvm) other.prepare(launch.program(), numbers(7), Map.of())).command().vmOptions())
				.anyMatch((option) -> option.startsWith("-XX:SharedArchiveFile="));
		}
	}

	@Test
	void damagedArchiveIsMadeAgain() throws Exception {
		Path archive = prepare();
		archive.toFile().setWritable(true);
		Files.write(archive, new byte[100]);
		try (Images other = open()) {
			WorkerLaunch launch = other.take(launch(), 0).orElseThrow();
			assertThat(
					((WorkerProgram.Jvm) other.prepare(launch.program(), numbers(7), Map.of())).command().vmOptions())
				.anyMatch((option) -> option.startsWith("-XX:DumpLoadedClassList="));
			assertThat(archive).doesNotExist();
		}
	}

	/**
	 * As of an archive for another version of a jar: the header says what it is for.
	 */
	@Test
	void archiveThatTheJvmDoesNotUseIsNotTriedAgain() throws Exception {
		Path archive = prepare();
		WorkerLaunch launch = take(1).orElseThrow();
		assertThat(command(launch, 8).vmOptions()).contains("-XX:SharedArchiveFile=" + archive);
		Process without = startJvm(
				List.of(java().toString(), "-cp", System.getProperty("java.class.path"), ImageMain.class.getName()));
		ready(8, without.pid());
		assertThat(archive).as("others may use it").exists();
		List<String> next = command(launch, 10).vmOptions();
		assertThat(next).as("not tried again").doesNotContain("-XX:SharedArchiveFile=" + archive);
		if (Runtime.version().feature() < 25) {
			assertThat(next).noneMatch(ImagesTests::isOfArchive);
		}
		else {
			assertThat(next).as("one without linked classes is tried").anyMatch(ImagesTests::isRecording);
		}
	}

	@Test
	void archiveThatCouldNotBeMadeIsTriedAgainAfterAWhileAndAtTheNextRoll() throws Exception {
		WorkerLaunch launch = take(0).orElseThrow();
		loseRecording(start(launch, 1), 1);
		assertThat(command(launch, 2).vmOptions()).noneMatch(ImagesTests::isOfArchive);
		assertThat(this.images.state()).contains(".recording: no such file");
		this.loop.advance(ArchiveFailures.FIRST_PAUSE);
		loseRecording(start(launch, 3), 3);
		assertThat(command(launch, 4).vmOptions()).noneMatch(ImagesTests::isOfArchive);
		WorkerLaunch next = take(1).orElseThrow();
		ready(5, start(next, 5).pid());
		this.images.makeNow().get(60, TimeUnit.SECONDS);
		assertThat(command(next, 6).vmOptions()).contains("-XX:SharedArchiveFile=" + awaitArchive());
	}

	/**
	 * Delete what a worker records, so that no archive can be made.
	 */
	private void loseRecording(Process worker, int workerId) throws Exception {
		List<Path> recordings = temporaryFiles();
		assertThat(recordings).hasSize(1);
		Files.delete(recordings.get(0));
		ready(workerId, worker.pid());
		assertThat(this.images.makeNow().get(60, TimeUnit.SECONDS).archives()).isEmpty();
	}

	@Test
	void archiveThatWaitsForAWorkerSaysSo() throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger(StartingWorkers.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.setLevel(Level.INFO);
		logger.addAppender(log);
		try {
			WorkerLaunch launch = take(0).orElseThrow();
			Process first = start(launch, 1);
			this.images.onEvent(new ClusterEvent.Forked(worker(2, -1), null, List.of()));
			ready(1, first.pid());
			this.loop.advance(Duration.ofMinutes(10));
			ready(1, first.pid());
			this.loop.advance(Duration.ofMinutes(10));
			assertThat(log.list).singleElement()
				.extracting(ILoggingEvent::getFormattedMessage)
				.isEqualTo("The class-data archive is made when worker 2 is ready, or has ended");
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(null);
		}
	}

	@ParameterizedTest
	@CsvSource({ "-Dsome=property, true", "-Dcom.sun.management.jmxremote, false" })
	void archiveOfNewerJavaHasLinkedClassesUnlessThereAreMoreModules(String option, boolean linked) throws Exception {
		this.workerJava = OtherJdk.java(25).orElse(null);
		assumeThat(this.workerJava).as("Missing tool: JDK 25").isNotNull();
		Path log = this.temp.resolve("aot.log");
		this.options = List.of(option, "-Xlog:aot=info:file=" + log);
		Path archive = prepare();
		WorkerLaunch launch = take(1).orElseThrow();
		assertThat(command(launch, 2).vmOptions()).contains("-XX:SharedArchiveFile=" + archive);
		start(launch, 3);
		assertThat(log).content().contains("Using AOT-linked classes: " + linked);
	}

	@Test
	void archiveOfAnotherJvmIsNotUsed() throws Exception {
		prepare();
		this.workerJava = OtherJdk.java(25).orElse(null);
		assumeThat(this.workerJava).as("Missing tool: JDK 25").isNotNull();
		assumeThat(this.workerJava.toRealPath()).as("Missing tool: JDK 17").isNotEqualTo(java().toRealPath());
		WorkerLaunch launch = take(1).orElseThrow();
		assertThat(folders()).as("the same jars").hasSize(1);
		assertThat(command(launch, 2).vmOptions()).anyMatch(ImagesTests::isRecording);
	}

	@Test
	void changedJarHasAnotherImage() throws Exception {
		WorkerLaunch first = take(0).orElseThrow();
		BootJarFile.application().text("BOOT-INF/classes/new.txt", "x").writeTo(this.jar);
		WorkerLaunch second = take(1).orElseThrow();
		assertThat(second).isNotEqualTo(first);
		this.images.release(0);
		this.images.restore(1);
		assertThat(folders()).hasSize(2);
	}

	@Test
	void removedImageIsMadeAgainFromTheUnchangedJar() throws Exception {
		WorkerLaunch launch = take(0).orElseThrow();
		Path application = Path.of(command(launch, 1).target().toArguments().get(1));
		Files.delete(application);
		this.images.restore(0);
		assertThat(application).exists();
		Files.delete(application);
		BootJarFile.application().text("BOOT-INF/classes/new.txt", "x").writeTo(this.jar);
		assertThatIOException().isThrownBy(() -> this.images.restore(0)).withMessageContaining("has changed since");
	}

	@Test
	void nothingIsFatal() throws Exception {
		Files.writeString(this.cache, "a file in place of the folder");
		assertThat(take(0)).isEmpty();
		assertThat(this.images.take(new WorkerLaunch(new WorkerProgram.Command(List.of("node")), Map.of(), Map.of(),
				null, Map.of(), java.util.OptionalInt.empty(), java.util.OptionalInt.empty()), 0))
			.isEmpty();
	}

	@Test
	void preparationTellsWhatItMade() throws Exception {
		Path archive = prepare();
		ImageReport report = this.images.makeNow().get(60, TimeUnit.SECONDS);
		assertThat(report.archives()).extracting(ImageReport.Archive::file).contains(archive);
	}

	private Path prepare() throws Exception {
		WorkerLaunch launch = take(0).orElseThrow();
		ready(1, start(launch, 1).pid());
		this.images.makeNow().get(60, TimeUnit.SECONDS);
		return awaitArchive();
	}

	private Optional<WorkerLaunch> take(int generation) {
		return this.images.take(launch(), generation);
	}

	private static Path java() {
		return Path.of(System.getProperty("java.home"), "bin", "java");
	}

	private WorkerLaunch launch() {
		List<String> words = new ArrayList<>(this.options);
		words.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-jar", this.jar.toString()));
		return new WorkerLaunch(JavaCommand.parse((this.workerJava != null) ? this.workerJava : java(), words),
				Map.of(), null);
	}

	private JavaCommand command(WorkerLaunch launch, int workerId) {
		return ((WorkerProgram.Jvm) this.images.prepare(launch.program(), numbers(workerId), Map.of())).command();
	}

	private static boolean isOfArchive(String option) {
		return option.startsWith("-XX:SharedArchiveFile=") || isRecording(option);
	}

	private static boolean isRecording(String option) {
		return option.startsWith("-XX:DumpLoadedClassList=");
	}

	/**
	 * Start a worker and wait until its application runs.
	 */
	private Process start(WorkerLaunch launch, int workerId) throws IOException {
		this.images.onEvent(new ClusterEvent.Forked(worker(workerId, -1), null, List.of()));
		return startJvm(command(launch, workerId).toCommandLine());
	}

	private Process startJvm(List<String> words) throws IOException {
		Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
		this.processes.add(process);
		assertThat(process.inputReader().readLine()).startsWith("started from ");
		return process;
	}

	private void ready(int workerId, long pid) {
		this.images.onEvent(new ClusterEvent.Ready(worker(workerId, pid), Duration.ofSeconds(1)));
	}

	private void exited(int workerId) {
		this.images.onEvent(new ClusterEvent.Exited(worker(workerId, -1), new ExitStatus(1),
				new ExitCause.Exited(new ExitStatus(1)), false, Duration.ofSeconds(1), null, 0, 0, List.of(),
				WorkerStatus.Traffic.NONE));
	}

	private static WorkerInfo worker(int workerId, long pid) {
		return new WorkerInfo(workerId, 0, pid, 0, WorkerState.READY, true, Optional.empty(), Instant.EPOCH);
	}

	private static WorkerNumbers numbers(int workerId) {
		return new WorkerNumbers(workerId, 0, 0, 0);
	}

	private Path awaitArchive() {
		return Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> files().filter((file) -> file.toString().endsWith(".jsa")).findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	private List<Path> temporaryFiles() throws IOException {
		return files().filter((file) -> file.getFileName().toString().startsWith("tmp-")).toList();
	}

	private List<Path> folders() throws IOException {
		try (Stream<Path> found = Files.list(this.cache)) {
			return found.toList();
		}
	}

	private Stream<Path> files() throws IOException {
		try (Stream<Path> found = Files.walk(this.cache)) {
			return found.filter(Files::isRegularFile).toList().stream();
		}
	}

}
