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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JavaCommand#ofThisProcess()}: a JVM is started in some way, and starts
 * one like itself, which shows what it got.
 */
@Timeout(300)
class JavaCommandForkTests {

	private static final String MAIN = ProbeMain.class.getName();

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	@Test
	void ofThisTest() {
		JavaCommand command = JavaCommand.ofThisProcess();
		assertThat(command.java()).isExecutable().hasFileName("java");
		assertThat(command.toCommandLine()).endsWith(ProcessHandle.current().info().arguments().orElseThrow());
	}

	@ParameterizedTest
	@ValueSource(strings = { "C", "C.UTF-8" })
	void classPathWithSpacesAndArgumentsOfAllKinds(String locale) throws IOException {
		Path copy = copyOfTestClasses("my classes");
		String classPath = copy + ":" + Children.classPath();
		List<String> arguments = List.of("ä ö", "it's \"q\"", "two\nlines\n", "", "😀…", "\uDCE4");
		List<String> line = new ArrayList<>(List.of(Children.java(), "-Dname=ü %", "-cp", classPath, MAIN, "fork"));
		line.addAll(arguments);
		List<String> shown = this.children.linesOf(line, SpawnOptions.defaults()
			.withVariables(Map.of("LC_ALL", locale, "my.property", "ä", "JAVA_TOOL_OPTIONS", "-Dprobe.tool=1")));
		assertThat(words(shown).skip(1)).startsWith(hex(List.of("-Dname=ü %", "-cp", classPath, MAIN, "show")))
			.endsWith(hex(Stream.concat(arguments.stream(), Stream.of("")).toList()));
		assertThat(shown).contains("tool options 1", "env " + ProbeMain.hex("my.property=ä"),
				"env " + ProbeMain.hex("PROBE=ä\n"));
	}

	@Test
	void classPathWithOtherLetters() throws IOException {
		Path classes = copyOfTestClasses("größe…");
		String classPath = Children.classPath().replace(testClasses().toString(), classes.toString());
		List<String> shown = this.children.linesOf(List.of(Children.java(), "-cp", classPath, MAIN, "fork"),
				SpawnOptions.defaults().withVariables(Map.of("LC_ALL", "C.UTF-8")));
		assertThat(words(shown).skip(1)).startsWith(hex(List.of("-cp", classPath, MAIN, "show")));
		assertThat(classPath).contains("größe…");
	}

	@Test
	void argumentFileIsExpanded() throws IOException {
		Path file = Files.writeString(this.directory.resolve("run args"),
				"# spring-boot:run\n-cp \"" + Children.classPath() + "\"\n-Dx='a b'\n");
		List<String> shown = this.children.linesOf(List.of(Children.java(), "@" + file, MAIN, "fork", "@" + file),
				SpawnOptions.defaults());
		assertThat(words(shown).skip(1))
			.startsWith(hex(List.of("-cp", Children.classPath(), "-Dx=a b", MAIN, "show", "@" + file)));
	}

	@Test
	void jar() throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, MAIN);
		StringBuilder classPath = new StringBuilder();
		for (String entry : Children.classPath().split(":")) {
			classPath.append(Path.of(entry).toUri()).append(' ');
		}
		manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath.toString());
		Path jar = this.directory.resolve("my app.jar");
		new JarOutputStream(Files.newOutputStream(jar), manifest).close();
		List<String> shown = this.children.linesOf(List.of(Children.java(), "-jar", "my app.jar", "fork", "--x"),
				SpawnOptions.defaults().withWorkingDirectory(this.directory));
		assertThat(words(shown).skip(1)).startsWith(hex(List.of("-jar", "my app.jar", "show", "--x")));
		JavaCommand other = JavaCommand.parse(Path.of(Children.java()), List.of("-jar", jar.toString(), "show"))
			.withMainClass(MAIN);
		assertThat(words(this.children.linesOf(other.toCommandLine(), SpawnOptions.defaults())).skip(1))
			.startsWith(hex(List.of("-cp", jar.toString(), MAIN, "show")));
	}

	private Path copyOfTestClasses(String name) throws IOException {
		Path copy = this.directory.resolve(name);
		Path file = Path.of(MAIN.replace('.', '/') + ".class");
		Files.createDirectories(copy.resolve(file).getParent());
		Files.copy(testClasses().resolve(file), copy.resolve(file));
		return copy;
	}

	private static Path testClasses() {
		return Path.of(ProbeMain.class.getProtectionDomain().getCodeSource().getLocation().getPath());
	}

	private static Stream<String> words(List<String> shown) {
		return shown.stream().filter((line) -> line.startsWith("word ")).map((line) -> line.substring(5));
	}

	private static String[] hex(List<String> words) {
		return words.stream().map(ProbeMain::hex).toArray(String[]::new);
	}

}
