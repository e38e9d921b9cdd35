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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import io.clusterboot.testing.OtherJdk;
import io.clusterboot.testing.Privileges;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * One image, prepared before the clusters of these tests start. Each test leaves it as
 * good as it was.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class PreparedImageIT {

	private static final Duration DEADLINE = ImageFolder.DEADLINE;

	@TempDir
	private static Path directory;

	@TempDir
	private static Path imageDirectory;

	private static ImageFolder images;

	private static SampleJar jar;

	@BeforeAll
	static void prepare() {
		images = new ImageFolder(imageDirectory);
		jar = SampleJar.deployTo(directory);
		images.prepare(jar)
			.contains("Prepared: workers with these JVM options start with the class-data archive " + imageDirectory);
	}

	@Test
	void firstWorkersUseItUntilItIsDamaged() throws IOException {
		Path damaged;
		try (SampleProcess sample = cluster().start()) {
			damaged = images.archiveOf(assertUsedByAll(sample)).orElseThrow();
		}
		assertThat(damaged.toFile().setWritable(true)).isTrue();
		byte[] content = Files.readAllBytes(damaged);
		content[content.length / 2] ^= 1;
		Files.write(damaged, content);
		try (SampleProcess sample = cluster().start()) {
			assertThat(sample.awaitServing()).hasSize(2)
				.allSatisfy((worker) -> assertThat(images.archiveOf(worker)).isEmpty());
			sample.awaitLine("The class-data archive \\S+ is damaged and made again", DEADLINE);
			sample.awaitLine("Made the class-data archive " + imageDirectory, DEADLINE);
		}
	}

	@Test
	void isUsedOnAReadOnlyFileSystem() throws InterruptedException {
		String readOnly = "mount --bind %1$s %1$s && mount -o remount,bind,ro %1$s".formatted(imageDirectory);
		try (SampleProcess sample = cluster().withMounts(readOnly).start()) {
			assertUsedByAll(sample);
		}
		try (SampleProcess sample = cluster().vmArguments("-XX:ObjectAlignmentInBytes=16")
			.withMounts(readOnly)
			.start()) {
			assertThat(sample.awaitServing()).hasSize(2);
			sample.awaitLine("Workers start without a class-data archive: \\S+ has none for these JVM options, and is "
					+ "read-only", DEADLINE);
		}
	}

	@Test
	void isUsedByAUserWithoutWritePermission() throws IOException {
		assumeTrue(Privileges.isRoot(), "Missing tool: root");
		UserPrincipal nobody = directory.getFileSystem()
			.getUserPrincipalLookupService()
			.lookupPrincipalByName("nobody");
		Map<Path, PosixFileAttributes> before = new LinkedHashMap<>();
		for (Path file : images.files()) {
			before.put(file, view(file).readAttributes());
		}
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		try {
			for (Path file : before.keySet()) {
				change(file, nobody, PosixFilePermissions.fromString("r-x------"));
			}
			try (SampleProcess sample = cluster().vmArguments("-XX:+PerfDisableSharedMem")
				.launchedBy("setpriv", "--reuid=nobody", "--clear-groups")
				.start()) {
				assertUsedByAll(sample);
			}
		}
		finally {
			for (Map.Entry<Path, PosixFileAttributes> file : before.entrySet()) {
				change(file.getKey(), file.getValue().owner(), file.getValue().permissions());
			}
		}
	}

	@Test
	void newerJavaHasAnArchiveOfItsOwn() {
		Path newer = OtherJdk.java(25).orElse(null);
		assumeTrue(newer != null, "Missing tool: JDK 25");
		List<Path> before = images.archives();
		try (SampleProcess sample = cluster().java(newer).start()) {
			sample.awaitLine("Workers start without a class-data archive: there is none yet", DEADLINE);
			sample.awaitServing();
			sample.awaitLine("Made the class-data archive " + imageDirectory, DEADLINE);
			Path archive = images.archives()
				.stream()
				.filter((file) -> !before.contains(file))
				.findFirst()
				.orElseThrow();
			int position = sample.output().position();
			sample.kill(sample.workers().get(0));
			assertThat(images.archiveOf(sample.awaitListening(position, 1).get(0))).contains(archive);
		}
	}

	/**
	 * Return a worker that uses an archive of the image, as all do.
	 */
	private static Worker assertUsedByAll(SampleProcess sample) {
		List<Worker> workers = sample.awaitServing();
		assertThat(workers).hasSize(2).allSatisfy((worker) -> assertThat(images.archiveOf(worker)).isPresent());
		return workers.get(0);
	}

	private static SampleCommand cluster() {
		return images.cluster(jar);
	}

	private static PosixFileAttributeView view(Path file) {
		return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
	}

	private static void change(Path file, UserPrincipal owner, Set<PosixFilePermission> permissions)
			throws IOException {
		view(file).setOwner(owner);
		view(file).setPermissions(permissions);
	}

}
