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

package io.clusterboot.cluster.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.clusterboot.cluster.master.SupervisedCluster;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DeploymentSnapshots}.
 */
@Timeout(300)
class DeploymentSnapshotsTests {

	@TempDir
	private Path directory;

	private Path app;

	private Path base;

	private DeploymentSnapshots snapshots;

	@BeforeEach
	void open() throws IOException {
		this.app = Files.createDirectories(this.directory.toRealPath().resolve("opt/my app"));
		this.base = Files.createDirectories(this.directory.resolve("tmp"));
		this.snapshots = DeploymentSnapshots.open(this.base);
	}

	@AfterEach
	void close() throws IOException {
		this.snapshots.close();
		assertThat(list(this.base)).isEmpty();
	}

	@Test
	void folderIsPrivateAndTellsTheProcess() throws IOException {
		Path folder = list(this.base).get(0);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
		assertThat(folder.getFileName().toString())
			.startsWith("clusterboot-%d-%d-".formatted(ProcessHandle.current().pid(),
					ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli()));
	}

	@Test
	void overwrittenJarStaysAsItWas() throws IOException {
		Path jar = jar("app.jar", "one");
		WorkerLaunch first = this.snapshots.take(launch("-Xmx1g", "-jar", jar.toString(), "--x"), 1);
		Path copy = Path.of(((LaunchTarget.Jar) SupervisedCluster.command(first).target()).path());
		assertThat(SupervisedCluster.command(first).vmOptions()).containsExactly("-Xmx1g");
		assertThat(SupervisedCluster.command(first).arguments()).containsExactly("--x");
		assertThat(copy).hasSameBinaryContentAs(jar).hasFileName("app.jar");
		assertThat(seconds(copy)).isEqualTo(seconds(jar));
		overwrite(jar, "two");
		assertThat(content(copy)).isEqualTo("one");
		WorkerLaunch second = this.snapshots.take(launch("-jar", jar.toString()), 2);
		assertThat(content(Path.of(((LaunchTarget.Jar) SupervisedCluster.command(second).target()).path())))
			.isEqualTo("two");
		assertThat(content(copy)).isEqualTo("one");
		this.snapshots.release(1);
		assertThat(copy).doesNotExist();
		assertThat(content(Path.of(((LaunchTarget.Jar) SupervisedCluster.command(second).target()).path())))
			.isEqualTo("two");
	}

	@Test
	void sameJarIsSharedBetweenGenerations() throws IOException {
		Path jar = jar("app.jar", "one");
		Path first = jarOf(this.snapshots.take(launch("-jar", jar.toString()), 1));
		Path second = jarOf(this.snapshots.take(launch("-jar", jar.toString()), 2));
		assertThat(FileVersion.of(second).key()).isEqualTo(FileVersion.of(first).key())
			.isNotEqualTo(FileVersion.of(jar).key());
		this.snapshots.release(1);
		assertThat(content(second)).isEqualTo("one");
		Path third = jarOf(this.snapshots.take(launch("-jar", jar.toString()), 3));
		assertThat(FileVersion.of(third).key()).isEqualTo(FileVersion.of(second).key());
	}

	@Test
	void removedFolderIsCopiedAgainFromTheUnchangedOriginal() throws IOException {
		jar("lib/a.jar", "a");
		Files.createDirectories(this.app.resolve("config"));
		Files.writeString(this.app.resolve("config/application.properties"), "x=1");
		Path copy = jarOf(
				this.snapshots.take(launch("-jar", jar("app.jar", "app", "lib/a.jar config/").toString()), 1));
		Path folder = list(this.base).get(0);
		new DirectoryTree(folder).delete();
		assertThat(this.snapshots.restore(1)).isEqualTo(folder);
		assertThat(content(copy)).isEqualTo("app");
		assertThat(content(copy.resolveSibling("lib/a.jar"))).isEqualTo("a");
		assertThat(copy.resolveSibling("config/application.properties")).hasContent("x=1");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
		assertThat(list(folder)).extracting((path) -> path.getFileName().toString())
			.containsExactlyInAnyOrder("generation-1", "lock");
	}

	@Test
	void onlyWhatWasRemovedIsCopiedAgain() throws IOException {
		Path copy = jarOf(this.snapshots.take(launch("-jar", jar("app.jar", "app", "lib/a.jar").toString()), 1));
		Object key = FileVersion.of(copy).key();
		this.snapshots.restore(1);
		assertThat(FileVersion.of(copy).key()).isEqualTo(key);
		jar("lib/a.jar", "a");
		Path second = jarOf(this.snapshots.take(launch("-jar", this.app.resolve("app.jar").toString()), 2));
		Files.delete(second.resolveSibling("lib/a.jar"));
		key = FileVersion.of(second).key();
		this.snapshots.restore(2);
		assertThat(content(second.resolveSibling("lib/a.jar"))).isEqualTo("a");
		assertThat(FileVersion.of(second).key()).isEqualTo(key);
	}

	@Test
	void removedFolderIsNotMixedWithAChangedOriginal() throws IOException {
		Path jar = jar("app.jar", "one");
		Path copy = jarOf(this.snapshots.take(launch("-jar", jar.toString()), 1));
		new DirectoryTree(list(this.base).get(0)).delete();
		overwrite(jar, "two");
		assertThatIOException().isThrownBy(() -> this.snapshots.restore(1))
			.withMessageContaining(copy.toString())
			.withMessageContaining("its original has changed since")
			.withMessageContaining("a rolling restart deploys what is there now");
		assertThat(copy).doesNotExist();
		assertThat(content(jarOf(this.snapshots.take(launch("-jar", jar.toString()), 2)))).isEqualTo("two");
		Files.delete(jar);
		assertThatIOException().isThrownBy(() -> this.snapshots.restore(1)).withMessageContaining("app.jar");
	}

	@Test
	void folderIsMadeAnewForTheNextGeneration() throws IOException {
		Path jar = jar("app.jar", "one");
		this.snapshots.take(launch("-jar", jar.toString()), 1);
		Path folder = list(this.base).get(0);
		new DirectoryTree(folder).delete();
		assertThat(content(jarOf(this.snapshots.take(launch("-jar", jar.toString()), 2)))).isEqualTo("one");
		assertThat(list(this.base)).containsExactly(folder);
		assertThat(folder.resolve("lock")).exists();
	}

	@Test
	void missingJarIsNoDeployment() {
		assertThatIOException()
			.isThrownBy(() -> this.snapshots.take(launch("-jar", this.app.resolve("gone.jar").toString()), 1))
			.withMessageContaining("gone.jar")
			.withMessageContaining("expected: the jar that workers run");
	}

	@Test
	void extractedLayoutKeepsItsRelativePaths() throws IOException {
		jar("lib/a.jar", "a", "../shared/b.jar");
		jar("shared/b.jar", "b");
		Files.createDirectories(this.app.resolve("config"));
		Files.writeString(this.app.resolve("config/application.properties"), "x=1");
		Path absolute = jar("elsewhere/c.jar", "c");
		jar("app.jar", "app", "lib/a.jar lib/missing.jar config/ " + absolute.toUri() + " no://uri:x/%");
		WorkerLaunch launch = this.snapshots.take(relative("-jar", "app.jar"), 1);
		Path copies = jarOf(launch).getParent();
		assertThat(launch.workingDirectory()).isEqualTo(this.app);
		assertThat(content(copies.resolve("lib/a.jar"))).isEqualTo("a");
		assertThat(content(copies.resolve("shared/b.jar"))).isEqualTo("b");
		assertThat(copies.resolve("config/application.properties")).hasContent("x=1");
		assertThat(copies.resolve("lib/missing.jar")).doesNotExist();
		assertThat(copies.resolve("elsewhere")).doesNotExist();
	}

	@Test
	void symbolicLinkIsFollowedAsTheJvmDoes() throws IOException {
		jar("releases/7/lib/a.jar", "a");
		jar("releases/7/app-7.jar", "seven", "lib/a.jar");
		Files.createSymbolicLink(this.app.resolve("current.jar"), Path.of("releases/7/app-7.jar"));
		Path copy = jarOf(this.snapshots.take(relative("-jar", "current.jar"), 1));
		assertThat(copy).hasFileName("app-7.jar");
		assertThat(content(copy.resolveSibling("lib/a.jar"))).isEqualTo("a");
	}

	@Test
	void classPathOfAllKinds() throws IOException {
		jar("a.jar", "a");
		jar("lib/b.jar", "b");
		jar("lib/c.JAR", "c");
		Files.writeString(this.app.resolve("lib/readme.txt"), "no jar");
		Files.createDirectories(this.app.resolve("classes/com/example"));
		Files.writeString(this.app.resolve("classes/com/example/App.class"), "App");
		Files.writeString(this.app.resolve("classes/empty"), "");
		WorkerLaunch launch = this.snapshots
			.take(relative("-cp", "a.jar:classes:lib/*:missing.jar:/dev/null", "com.example.App"), 1);
		String[] paths = SupervisedCluster.command(launch).vmOptions().get(1).split(File.pathSeparator);
		assertThat(SupervisedCluster.command(launch).vmOptions()).hasSize(2).startsWith("-cp");
		assertThat(content(Path.of(paths[0]))).isEqualTo("a");
		assertThat(Path.of(paths[1], "com/example/App.class")).hasContent("App");
		assertThat(Path.of(paths[1], "empty")).isEmptyFile();
		assertThat(paths[2]).startsWith(this.base.toString()).endsWith("/lib/*");
		assertThat(list(Path.of(paths[2]).getParent())).extracting((path) -> path.getFileName().toString())
			.containsExactlyInAnyOrder("b.jar", "c.JAR");
		assertThat(paths[3]).isEqualTo("missing.jar");
		assertThat(paths[4]).isEqualTo("/dev/null");
	}

	@Test
	void classPathOfTheEnvironmentAndOfNobody() throws IOException {
		Path jar = jar("a.jar", "a");
		JavaCommand command = JavaCommand.parse(Path.of("java"), List.of("com.example.App"));
		WorkerLaunch named = this.snapshots
			.take(new WorkerLaunch(command, Map.of("CLASSPATH", jar.toString()), this.app), 1);
		assertThat(content(Path.of(SupervisedCluster.command(named).vmOptions().get(1)))).isEqualTo("a");
		WorkerLaunch unnamed = this.snapshots.take(new WorkerLaunch(command, Map.of(), this.app), 2);
		assertThat(content(Path.of(SupervisedCluster.command(unnamed).vmOptions().get(1), "a.jar"))).isEqualTo("a");
	}

	@Test
	void snapshotsAreNotPartOfASnapshot() throws IOException {
		JavaCommand command = JavaCommand.parse(Path.of("java"), List.of("com.example.App"));
		WorkerLaunch launch = this.snapshots.take(new WorkerLaunch(command, Map.of(), this.directory), 1);
		Path copy = Path.of(SupervisedCluster.command(launch).vmOptions().get(1));
		assertThat(list(copy.resolve("tmp"))).isEmpty();
	}

	@Test
	void modules() throws IOException {
		jar("mods/m.jar", "m");
		WorkerLaunch launch = this.snapshots.take(relative("--module-path=mods", "-m", "m/com.example.App"), 1);
		String option = SupervisedCluster.command(launch).vmOptions().get(0);
		assertThat(content(Path.of(option.substring("--module-path=".length()), "m.jar"))).isEqualTo("m");
	}

	@Test
	void halfWrittenJarIsRefusedAndNothingIsLeft() throws IOException {
		Path jar = jar("app.jar", "one");
		byte[] bytes = Files.readAllBytes(jar);
		Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
		assertThatIOException().isThrownBy(() -> this.snapshots.take(launch("-jar", jar.toString()), 1))
			.withMessageContaining(jar + " changed while it was copied");
		assertThat(list(list(this.base).get(0))).extracting((path) -> path.getFileName().toString())
			.containsExactly("lock");
		Files.write(jar, bytes);
		assertThat(content(jarOf(this.snapshots.take(launch("-jar", jar.toString()), 1)))).isEqualTo("one");
	}

	@Test
	void failedCopyNamesBothEnds() throws IOException {
		Path classes = Files.createDirectories(this.app.resolve("classes"));
		Path broken = Files.createSymbolicLink(classes.resolve("broken"), Path.of("/proc/self/mem"));
		assertThatIOException().isThrownBy(() -> this.snapshots.take(relative("-cp", "classes", "App"), 1))
			.withMessageContaining("Could not copy " + broken)
			.withMessageContaining(this.base.toString());
	}

	@Test
	void whatCannotBeReadIsLeftOut() throws IOException {
		Path classes = Files.createDirectories(this.app.resolve("classes"));
		Files.createSymbolicLink(classes.resolve("loop"), classes);
		Files.createSymbolicLink(classes.resolve("dangling"), Path.of("missing"));
		Files.writeString(classes.resolve("App.class"), "App");
		Path copy = Path.of(SupervisedCluster.command(this.snapshots.take(relative("-cp", "classes", "App"), 1))
			.vmOptions()
			.get(1));
		assertThat(list(copy)).extracting(Path::getFileName).containsExactly(Path.of("App.class"));
	}

	@Test
	void dataIsLinkedToAndCodeIsCopied() throws IOException {
		Path classes = Files.createDirectories(this.app.resolve("classes"));
		Path data = Files.write(classes.resolve("data.bin"), new byte[1024 * 1024 + 1]);
		Path code = Files.write(classes.resolve("App.class"), new byte[1024 * 1024 + 1]);
		Path text = Files.writeString(classes.resolve("messages.properties"), "a=b");
		Path copy = Path.of(SupervisedCluster.command(this.snapshots.take(relative("-cp", "classes", "App"), 1))
			.vmOptions()
			.get(1));
		assertThat(copy.resolve("data.bin")).isSymbolicLink().hasSameBinaryContentAs(data);
		assertThat(Files.isSymbolicLink(copy.resolve("App.class"))).isFalse();
		Files.delete(code);
		Files.delete(text);
		assertThat(copy.resolve("App.class")).hasSize(1024 * 1024 + 1);
		assertThat(copy.resolve("messages.properties")).hasContent("a=b");
		FileTime used = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));
		Files.setAttribute(data, "lastAccessTime", used);
		this.snapshots.touch();
		assertThat(Files.getAttribute(data, "lastAccessTime")).isEqualTo(used);
		this.snapshots.release(1);
		assertThat(data).exists();
	}

	@Test
	void removedDataIsNoReasonToCopyAgain() throws IOException {
		Path classes = Files.createDirectories(this.app.resolve("classes"));
		Path data = Files.write(classes.resolve("data.bin"), new byte[1024 * 1024 + 1]);
		Files.writeString(classes.resolve("App.class"), "App");
		this.snapshots.take(relative("-cp", "classes", "App"), 1);
		Files.delete(data);
		assertThat(this.snapshots.restore(1)).isEqualTo(list(this.base).get(0));
	}

	@Test
	void generationIsTakenOnce() throws IOException {
		Path jar = jar("app.jar", "one");
		this.snapshots.take(launch("-jar", jar.toString()), 1);
		assertThatIllegalStateException().isThrownBy(() -> this.snapshots.take(launch("-jar", jar.toString()), 1))
			.withMessageStartingWith("generation: 1 (expected: ");
		this.snapshots.release(7);
	}

	@Test
	void touchMakesFilesLookUsed() throws IOException {
		Path jar = jar("app.jar", "one");
		Path copy = jarOf(this.snapshots.take(launch("-jar", jar.toString()), 1));
		FileTime modified = Files.getLastModifiedTime(copy);
		Files.setAttribute(copy, "lastAccessTime", FileTime.from(Instant.EPOCH));
		this.snapshots.touch();
		assertThat(((FileTime) Files.getAttribute(copy, "lastAccessTime")).toInstant())
			.isAfter(Instant.now().minusSeconds(60));
		assertThat(Files.getLastModifiedTime(copy)).isEqualTo(modified);
	}

	@Test
	void foldersOfTheDeadAreRemovedAndThoseOfTheLivingStay() throws Exception {
		Path dead = folder("clusterboot-1-1-dead");
		Path creating = Files.createDirectory(this.base.resolve("clusterboot-1-1-creating"));
		Path used = folder("clusterboot-1-1-used");
		Path foreign = Files.createDirectory(this.base.resolve("other-1"));
		Path link = Files.createSymbolicLink(this.base.resolve("clusterboot-link"), foreign);
		Process user = new ProcessBuilder("/bin/sh", "-c", "read line", used.resolve("x.jar").toString()).start();
		DeploymentSnapshots second = DeploymentSnapshots.open(this.base);
		try {
			assertThat(dead).doesNotExist();
			assertThat(used).exists();
			assertThat(creating).exists();
			assertThat(foreign).exists();
			assertThat(list(this.base)).hasSize(6);
		}
		finally {
			second.close();
			user.getOutputStream().close();
			assertThat(user.waitFor(120, TimeUnit.SECONDS)).isTrue();
		}
		DeploymentSnapshots.open(this.base).close();
		assertThat(used).doesNotExist();
		Files.delete(link);
		Files.delete(foreign);
		Files.delete(creating);
	}

	@Test
	void folderOfAnotherLivingProcessStays() throws Exception {
		Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx64m", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Holder.class.getName(), this.base.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader reader = other.inputReader()) {
			Path folder = Path.of(reader.readLine());
			DeploymentSnapshots.open(this.base).close();
			assertThat(folder).exists();
			other.destroyForcibly();
			assertThat(other.waitFor(120, TimeUnit.SECONDS)).isTrue();
			assertThat(folder).exists();
			DeploymentSnapshots.open(this.base).close();
			assertThat(folder).doesNotExist();
		}
		finally {
			other.destroyForcibly();
		}
	}

	private Path folder(String name) throws IOException {
		Path folder = Files.createDirectory(this.base.resolve(name));
		Files.createFile(folder.resolve("lock"));
		Files.createDirectories(folder.resolve("generation-0/opt"));
		return folder;
	}

	private WorkerLaunch launch(String... line) {
		return new WorkerLaunch(JavaCommand.parse(Path.of("java"), List.of(line)), Map.of("A", "b"), null);
	}

	private WorkerLaunch relative(String... line) {
		return new WorkerLaunch(JavaCommand.parse(Path.of("java"), List.of(line)), Map.of(), this.app);
	}

	private static Path jarOf(WorkerLaunch launch) {
		return Path.of(((LaunchTarget.Jar) SupervisedCluster.command(launch).target()).path());
	}

	private Path jar(String name, String content) throws IOException {
		return jar(name, content, "");
	}

	private Path jar(String name, String content, String classPath) throws IOException {
		Path jar = this.app.resolve(name);
		Files.createDirectories(jar.getParent());
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		if (!classPath.isEmpty()) {
			manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
		}
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
			out.putNextEntry(new JarEntry("content"));
			out.write(content.getBytes());
		}
		Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
		return jar;
	}

	/**
	 * Write into the file there is, as {@code cp -p} does.
	 */
	private void overwrite(Path jar, String content) throws IOException {
		FileVersion before = FileVersion.of(jar);
		Path other = jar("other.jar", content);
		Files.write(jar, Files.readAllBytes(other));
		do {
			// The clock of the file system may not have ticked since
			Files.setLastModifiedTime(jar, before.modified());
		}
		while (FileVersion.of(jar).changed().equals(before.changed()));
		Files.delete(other);
		assertThat(FileVersion.of(jar)).isNotEqualTo(before)
			.isEqualTo(new FileVersion(jar, before.size(), before.modified(), FileVersion.of(jar).changed(),
					before.key()));
	}

	private static long seconds(Path file) throws IOException {
		return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
	}

	private static String content(Path jar) {
		try (JarFile file = new JarFile(jar.toFile())) {
			return new String(file.getInputStream(file.getEntry("content")).readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Path> list(Path directory) throws IOException {
		List<Path> paths = new ArrayList<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
			stream.forEach(paths::add);
		}
		return paths;
	}

	/**
	 * Holds a folder until it is killed.
	 */
	static final class Holder {

		private Holder() {
		}

		public static void main(String[] args) throws Exception {
			Path base = Path.of(args[0]);
			DeploymentSnapshots held = DeploymentSnapshots.open(base);
			String own = "clusterboot-" + ProcessHandle.current().pid() + "-";
			System.out.println(list(base).stream()
				.filter((path) -> path.getFileName().toString().startsWith(own))
				.findFirst()
				.orElseThrow());
			new CountDownLatch(1).await(300, TimeUnit.SECONDS);
			held.close();
		}

	}

}
