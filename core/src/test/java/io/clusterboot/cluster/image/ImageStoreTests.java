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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.testing.Privileges;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link ImageStore}, {@link ImageFolder} and {@link ClassArchive}.
 */
class ImageStoreTests {

	@TempDir
	private Path temp;

	private ImageStore store;

	@BeforeEach
	void create() throws IOException {
		this.store = new ImageStore(this.temp.toRealPath().resolve("cache/clusterboot"), Long.MAX_VALUE);
	}

	@Test
	void imageIsMadeOnceAndPrivate() throws Exception {
		Layout layout = layout("shop.jar");
		Path made;
		try (ImageFolder folder = this.store.open(layout)) {
			made = folder.path();
			assertThat(folder.isPresent()).isTrue();
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.getParent())))
			.isEqualTo("rwx------");
		Object file = Files.getAttribute(made.resolve("app/shop.jar"), "unix:ino");
		try (ImageFolder again = this.store.open(layout)) {
			assertThat(Files.getAttribute(again.path().resolve("app/shop.jar"), "unix:ino")).isEqualTo(file);
		}
		assertThat(images()).containsExactly(made);
	}

	@Test
	void damagedImageIsMadeAgain() throws Exception {
		Layout layout = layout("shop.jar");
		this.store.open(layout).close();
		Path library = this.store.directory().resolve(layout.key()).resolve("app/lib/library-1.0.jar");
		byte[] content = Files.readAllBytes(library);
		byte[] damaged = content.clone();
		damaged[20] ^= 1;
		Files.write(library, damaged);
		this.store.open(layout).close();
		assertThat(library).hasBinaryContent(content);
		Files.delete(library);
		this.store.open(layout).close();
		assertThat(library).hasBinaryContent(content);
		Files.writeString(library.resolveSibling("../../files.txt"), "nonsense");
		this.store.open(layout).close();
		assertThat(images()).hasSize(1);
	}

	@Test
	void folderThatOthersMayWriteIsNotUsed() throws Exception {
		Layout layout = layout("shop.jar");
		this.store.open(layout).close();
		Files.setPosixFilePermissions(this.store.directory(), PosixFilePermissions.fromString("rwxrwx---"));
		assertThatExceptionOfType(NoImageException.class).isThrownBy(() -> this.store.open(layout))
			.withMessageContaining("has mode rwxrwx---");
	}

	@Test
	void imageOfAnotherUserIsNotUsed() throws Exception {
		assumeThat(Privileges.isRoot()).as("Missing tool: root").isTrue();
		Layout layout = layout("shop.jar");
		this.store.open(layout).close();
		Path image = this.store.directory().resolve(layout.key());
		Files.setOwner(image, image.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		assertThatExceptionOfType(NoImageException.class).isThrownBy(() -> this.store.open(layout))
			.withMessageContaining("is owned by nobody (expected: by the user of this process)");
	}

	@Test
	void imageWithoutItsLockOrItsListIsCompleted() throws Exception {
		Layout layout = layout("shop.jar");
		this.store.open(layout).close();
		Path image = this.store.directory().resolve(layout.key());
		Object jar = Files.getAttribute(image.resolve("app/shop.jar"), "unix:ino");
		for (String missing : List.of("lock", "files.txt")) {
			Files.delete(image.resolve(missing));
			try (ImageFolder folder = this.store.open(layout)) {
				assertThat(folder.isPresent()).isTrue();
				assertThat(image.resolve(missing)).exists();
				assertThat(Files.getAttribute(image.resolve("app/shop.jar"), "unix:ino")).isEqualTo(jar);
			}
		}
		assertThat(images()).containsExactly(image);
	}

	@Test
	void damagedImageThatIsInUseIsLeftAlone() throws Exception {
		Layout layout = layout("shop.jar");
		try (ImageFolder used = this.store.open(layout)) {
			Path jar = used.path().resolve("app/lib/library-1.0.jar");
			byte[] damaged = Files.readAllBytes(jar);
			damaged[20] ^= 1;
			Files.write(jar, damaged);
			assertThatExceptionOfType(NoImageException.class).isThrownBy(() -> this.store.open(layout))
				.withMessageContaining("is damaged, and in use");
			assertThat(jar).exists();
		}
	}

	@Test
	void linkedCacheFolderIsUsed() throws Exception {
		Path real = Files.createDirectories(this.temp.toRealPath().resolve("disk2/clusterboot"));
		Path link = Files.createDirectories(this.temp.toRealPath().resolve("linked")).resolve("clusterboot");
		Files.createSymbolicLink(link, real);
		new ImageStore(link, Long.MAX_VALUE).open(layout("shop.jar")).close();
		new ImageStore(link, Long.MAX_VALUE).open(layout("shop.jar")).close();
		assertThat(list(real)).hasSize(1);
	}

	@Test
	void cacheFolderWithAColonHasNoImages() throws Exception {
		Layout layout = layout("shop.jar");
		assertThatExceptionOfType(NoImageException.class)
			.isThrownBy(() -> new ImageStore(this.temp.resolve("a:b"), 1).open(layout))
			.withMessageContaining("has a colon");
	}

	@Test
	void directoryThatCannotBeMadeIsAnError() throws Exception {
		Files.writeString(this.temp.resolve("cache"), "a file");
		Layout layout = layout("shop.jar");
		assertThatIOException().isThrownBy(() -> this.store.open(layout));
	}

	@Test
	void longestUnusedImagesAreRemoved() throws Exception {
		Path oldest = made("a.jar", 1000);
		Path open = made("b.jar", 2000);
		Path newest = made("c.jar", 3000);
		try (ImageFolder used = this.store.open(layout("b.jar"))) {
			Files.setLastModifiedTime(open.resolve("files.txt"), FileTime.fromMillis(2000));
			new ImageStore(this.store.directory(), 0).clean();
			assertThat(used.isPresent()).isTrue();
		}
		assertThat(images()).containsExactly(open);
		assertThat(oldest).doesNotExist();
		assertThat(newest).doesNotExist();
	}

	@Test
	void enoughImagesAreKept() throws Exception {
		Path older = made("a.jar", 1000);
		Path newer = made("b.jar", 2000);
		long size;
		try (Stream<Path> files = Files.walk(newer)) {
			size = files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
		}
		new ImageStore(this.store.directory(), size).clean();
		assertThat(images()).containsExactly(newer);
		assertThat(older).doesNotExist();
	}

	@Test
	void leftoversOfDeadProcessesAreRemoved() throws Exception {
		Path image = made("a.jar", 1000);
		long dead = deadProcess();
		old(Files.createDirectory(this.store.directory().resolve("tmp-%d-1-1".formatted(dead))));
		Path unfinished = old(Files.createDirectory(TemporaryName.unfinished(this.store.directory())));
		Path ofAnotherHost = Files.createDirectory(this.store.directory().resolve("tmp-%d-2-1".formatted(dead)));
		old(Files.createFile(image.resolve("tmp-%d-1-x-1.recording".formatted(dead))));
		Path recording = old(Files.createFile(TemporaryName.of(image, "1.recording")));
		Path foreign = Files.createDirectories(this.store.directory().resolve("other/tmp-%d-1".formatted(dead)));
		this.store.clean();
		assertThat(images()).containsExactlyInAnyOrder(image, unfinished, ofAnotherHost, foreign.getParent());
		assertThat(foreign).exists();
		assertThat(list(image)).filteredOn((file) -> file.getFileName().toString().startsWith("tmp-"))
			.containsExactly(recording);
	}

	@Test
	void archiveIsIntactUntilAByteChanges() throws Exception {
		try (ImageFolder folder = this.store.open(layout("a.jar"))) {
			ClassArchive archive = folder.archive("0123");
			assertThat(archive.find()).isEmpty();
			Path file = archive.publish(Files.writeString(archive.temporaryFile("new"), "classes"));
			assertThat(archive.find()).contains(file);
			assertThat(folder.archive("4567").find()).isEmpty();
			assertThat(ClassArchive.isIntact(file)).isTrue();
			Files.writeString(file, "clazzes", StandardOpenOption.TRUNCATE_EXISTING);
			assertThat(ClassArchive.isIntact(file)).isFalse();
			Files.writeString(file, "classes and more", StandardOpenOption.TRUNCATE_EXISTING);
			assertThat(ClassArchive.isIntact(file)).isFalse();
			ClassArchive.delete(file);
			assertThat(archive.find()).isEmpty();
		}
	}

	private Path made(String name, long lastUse) throws Exception {
		try (ImageFolder folder = this.store.open(layout(name))) {
			Files.setLastModifiedTime(folder.path().resolve("files.txt"), FileTime.fromMillis(lastUse));
			return folder.path();
		}
	}

	private static Path old(Path file) throws IOException {
		return Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
	}

	private static long deadProcess() throws Exception {
		Process process = new ProcessBuilder("true").start();
		process.waitFor();
		return process.pid();
	}

	private List<Path> images() throws IOException {
		return list(this.store.directory());
	}

	private static List<Path> list(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

	private Layout layout(String name) throws Exception {
		Path jar = BootJarFile.application().writeTo(this.temp.resolve("apps/" + name));
		return Layout.of(JavaCommand.parse(Path.of("/usr/bin/java"), List.of("-jar", jar.toString())), this.temp);
	}

}
