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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import io.clusterboot.testing.OtherJdk;
import io.clusterboot.testing.Privileges;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Images that workers start from: made by a running cluster, or prepared before.
 */
@Timeout(600)
class ImageIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@TempDir
	private Path directory;

	@TempDir
	private Path images;

	private SampleJar jar;

	@BeforeEach
	void deploy() {
		this.jar = SampleJar.deployTo(this.directory);
	}

	@Test
	void clusterMakesAnArchiveThatReplacementsUse() {
		try (SampleProcess sample = cluster().start()) {
			Worker victim = sample.awaitServing().get(0);
			assertThat(maps(victim)).doesNotContainPattern(this.images + "/\\S+\\.jsa");
			sample.awaitLine("Made the class-data archive " + this.images, DEADLINE);
			int position = sample.output().position();
			sample.kill(victim);
			Worker replacement = sample.awaitListening(position, 1).get(0);
			assertThat(maps(replacement)).containsPattern(this.images + "/\\S+\\.jsa");
			assertThat(sample.client().get("/").statusCode()).isEqualTo(200);
		}
		assertThat(temporaryFiles()).isEmpty();
	}

	@Test
	void preparedImageIsUsedByTheFirstWorkersUntilItIsDamaged() throws IOException {
		prepare(0)
			.contains("Prepared: workers with these JVM options start with the class-data archive " + this.images);
		try (SampleProcess sample = cluster().start()) {
			assertThat(sample.awaitServing()).hasSize(2)
				.allSatisfy((worker) -> assertThat(maps(worker)).containsPattern(this.images + "/\\S+\\.jsa"));
		}
		Path archive = archives().get(0);
		assertThat(archive.toFile().setWritable(true)).isTrue();
		byte[] content = Files.readAllBytes(archive);
		content[content.length / 2] ^= 1;
		Files.write(archive, content);
		try (SampleProcess sample = cluster().start()) {
			assertThat(sample.awaitServing()).hasSize(2);
			sample.awaitLine("The class-data archive \\S+ is damaged and made again", DEADLINE);
		}
	}

	@Test
	void mastersThatStartAtTheSameTimeShareAnImageAndAnArchive() {
		try (SampleProcess first = cluster().start(); SampleProcess second = cluster().start()) {
			List<SampleProcess> clusters = List.of(first, second);
			clusters.forEach((cluster) -> assertThat(cluster.awaitServing()).hasSize(2));
			clusters.forEach((cluster) -> cluster.awaitLine("(Made|has made) the class-data archive", DEADLINE));
			for (SampleProcess cluster : clusters) {
				int position = cluster.output().position();
				cluster.kill(cluster.workers().get(0));
				assertThat(maps(cluster.awaitListening(position, 1).get(0))).contains(archives().get(0).toString());
			}
		}
		assertThat(archives()).hasSize(1);
		assertThat(temporaryFiles()).isEmpty();
		assertThat(this.images).isDirectoryNotContaining((file) -> file.toString().contains("tmp-"));
	}

	@Test
	void preparationLeavesNoFilesOfTheWebServer() {
		try (SampleProcess sample = SampleServer.TOMCAT.sample()
			.arguments("--cluster.worker.image.directory=" + this.images, "--cluster.command=prepare")
			.start()) {
			assertThat(sample.awaitExit(DEADLINE)).isZero();
			assertThat(sample.temporaryFiles()).noneMatch(Files::isDirectory);
		}
	}

	@Test
	void preparedImageIsUsedOnAReadOnlyFileSystem() throws InterruptedException {
		prepare(0);
		String readOnly = "mount --bind %1$s %1$s && mount -o remount,bind,ro %1$s".formatted(this.images);
		try (SampleProcess sample = withMounts(readOnly, cluster()).start()) {
			assertThat(sample.awaitServing()).hasSize(2)
				.allSatisfy((worker) -> assertThat(maps(worker)).contains(archives().get(0).getFileName().toString()));
		}
		try (SampleProcess sample = withMounts(readOnly, cluster().vmArguments("-XX:ObjectAlignmentInBytes=16"))
			.start()) {
			assertThat(sample.awaitServing()).hasSize(2);
			sample.awaitLine("Workers start without a class-data archive: \\S+ has none for these JVM options, and is "
					+ "read-only", DEADLINE);
		}
	}

	@Test
	void preparedImageIsUsedByAUserWithoutWritePermission() throws IOException {
		assumeTrue(Privileges.isRoot(), "Missing tool: root");
		prepare(0);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		for (Path file : files().toList()) {
			Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
		}
		try (SampleProcess sample = cluster().vmArguments("-XX:+PerfDisableSharedMem")
			.launchedBy("setpriv", "--reuid=nobody", "--clear-groups")
			.start()) {
			assertThat(sample.awaitServing()).hasSize(2)
				.allSatisfy((worker) -> assertThat(maps(worker)).contains(archives().get(0).getFileName().toString()));
		}
	}

	@Test
	void fullDiskIsNotFatal() throws InterruptedException {
		String tooSmallForJars = "mount -t tmpfs -o size=4m,mode=700 none " + this.images;
		try (SampleProcess sample = withMounts(tooSmallForJars, cluster()).start()) {
			sample.awaitLine("Workers run from a private copy of the application, not from an image: .*No space left",
					DEADLINE);
			assertThat(sample.awaitServing()).hasSize(2);
		}
		String tooSmallForTheArchive = "mount -t tmpfs -o size=60m,mode=700 none " + this.images;
		try (SampleProcess sample = withMounts(tooSmallForTheArchive, cluster()).start()) {
			assertThat(sample.awaitServing()).hasSize(2);
			sample.awaitLine("Workers start without a class-data archive, since it could not be made", DEADLINE);
			int position = sample.output().position();
			sample.kill(sample.workers().get(0));
			sample.awaitListening(position, 1);
			assertThat(sample.client().get("/").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void newerJavaHasAnArchiveOfItsOwn() {
		Path newer = OtherJdk.java(25).orElse(null);
		assumeTrue(newer != null, "Missing tool: JDK 25");
		prepare(0);
		List<Path> before = archives();
		try (SampleProcess sample = cluster().java(newer).start()) {
			sample.awaitLine("Workers start without a class-data archive: there is none yet", DEADLINE);
			sample.awaitServing();
			sample.awaitLine("Made the class-data archive " + this.images, DEADLINE);
			Path archive = archives().stream().filter((file) -> !before.contains(file)).findFirst().orElseThrow();
			int position = sample.output().position();
			sample.kill(sample.workers().get(0));
			assertThat(maps(sample.awaitListening(position, 1).get(0))).contains(archive.toString());
		}
	}

	/**
	 * Start a command that sees other file systems.
	 */
	private static SampleCommand withMounts(String mounts, SampleCommand command) throws InterruptedException {
		List<String> prefix = List.of("unshare", "--mount", "sh", "-c", mounts + " && exec \"$@\"", "sh");
		List<String> probe = new ArrayList<>(prefix);
		probe.add("true");
		assumeTrue(SampleCommand.canRun(probe), "Missing tool: unshare, with the rights to mount");
		return command.launchedBy(prefix.toArray(String[]::new));
	}

	@Test
	void applicationThatCannotStartIsPreparedAsFarAsItGets() {
		this.jar.deploy("1", Fault.EXIT_AT_START);
		prepare(0).contains("The application did not start; the archive has the classes that it loaded until it ended")
			.contains("Prepared: ");
	}

	@Test
	void preparationWithoutAClusterIsRefused() {
		try (SampleProcess sample = this.jar.command().workers(0).arguments("--cluster.command=prepare").start()) {
			assertThat(sample.awaitExit(DEADLINE)).isOne();
			assertThat(String.join("\n", sample.output().all()))
				.contains("Invalid value 'prepare' for configuration property 'cluster.command'")
				.contains("Expected an application that runs as a cluster");
		}
	}

	private AbstractStringAssert<?> prepare(int expectedCode) {
		try (SampleProcess sample = cluster().arguments("--cluster.command=prepare").start()) {
			int code = sample.awaitExit(DEADLINE);
			String output = String.join("\n", sample.output().all());
			assertThat(code).as(output).isEqualTo(expectedCode);
			return assertThat(output);
		}
	}

	private SampleCommand cluster() {
		return this.jar.command().workers(2).arguments("--cluster.worker.image.directory=" + this.images);
	}

	private static String maps(Worker worker) {
		try {
			return Files.readString(Path.of("/proc/%d/maps".formatted(worker.pid())), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Not a walk, as temporary files beside the archives come and go.
	 */
	private List<Path> archives() {
		List<Path> archives = new ArrayList<>();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.images)) {
			for (Path folder : folders) {
				try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jsa")) {
					found.forEach(archives::add);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return archives;
	}

	private List<Path> temporaryFiles() {
		return files().filter((file) -> file.getFileName().toString().startsWith("tmp-")).toList();
	}

	private Stream<Path> files() {
		try (Stream<Path> found = Files.walk(this.images)) {
			return found.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
