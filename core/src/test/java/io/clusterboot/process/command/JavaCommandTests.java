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

package io.clusterboot.process.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import io.clusterboot.process.command.LaunchTarget.Jar;
import io.clusterboot.process.command.LaunchTarget.MainClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link JavaCommand}.
 */
class JavaCommandTests {

	private static final Path JAVA = Path.of("/opt/jdk/bin/java");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@MethodSource
	void parse(List<String> line, List<String> vmOptions, LaunchTarget target, List<String> arguments) {
		assertThat(JavaCommand.parse(JAVA, line)).isEqualTo(new JavaCommand(JAVA, vmOptions, target, arguments));
	}

	static Stream<Arguments> parse() {
		List<String> none = List.of();
		return Stream.of(
				arguments(List.of("-Xmx1g", "-jar", "app.jar", "--server.port=0", "-x"), List.of("-Xmx1g"),
						new Jar("app.jar"), List.of("--server.port=0", "-x")),
				arguments(List.of("-jar", "-Dx=1", "app.jar", "-jar"), List.of("-Dx=1"), new Jar("app.jar"),
						List.of("-jar")),
				arguments(List.of("-cp", "a b.jar:ä.jar:lib/*", "com.example.App", "it's", "\"q\"", "two\nlines", ""),
						List.of("-cp", "a b.jar:ä.jar:lib/*"), new MainClass("com.example.App"),
						List.of("it's", "\"q\"", "two\nlines", "")),
				arguments(List.of("-classpath", "", "App"), List.of("-classpath", ""), new MainClass("App"), none),
				arguments(List.of("--class-path", "x", "App"), List.of("--class-path", "x"), new MainClass("App"),
						none),
				arguments(List.of("--class-path=x", "App"), List.of("--class-path=x"), new MainClass("App"), none),
				arguments(List.of("-p", "mods", "--add-modules", "ALL-SYSTEM", "-m", "m/com.example.App", "-cp", "y"),
						List.of("-p", "mods", "--add-modules", "ALL-SYSTEM"),
						new LaunchTarget.Module("m/com.example.App"), List.of("-cp", "y")),
				arguments(List.of("--module-path=mods", "--module=m", "a"), List.of("--module-path=mods"),
						new LaunchTarget.Module("m"), List.of("a")),
				arguments(
						List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access", "X",
								"--patch-module", "m=p", "--limit-modules", "l", "--add-reads", "a=b", "--add-exports",
								"e", "--upgrade-module-path", "u", "App"),
						List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access", "X",
								"--patch-module", "m=p", "--limit-modules", "l", "--add-reads", "a=b", "--add-exports",
								"e", "--upgrade-module-path", "u"),
						new MainClass("App"), none),
				// An option never takes another option as its value
				arguments(List.of("--add-modules", "-Dx", "App"), List.of("--add-modules", "-Dx"), new MainClass("App"),
						none),
				arguments(
						List.of("-javaagent:/idea/rt.jar=12:/idea/bin", "-Dfile.encoding=UTF-8", "-classpath",
								"/home/me/IdeaProjects/my app/target/classes:/home/me/.m2/x.jar", "com.example.App"),
						List.of("-javaagent:/idea/rt.jar=12:/idea/bin", "-Dfile.encoding=UTF-8", "-classpath",
								"/home/me/IdeaProjects/my app/target/classes:/home/me/.m2/x.jar"),
						new MainClass("com.example.App"), none),
				arguments(List.of("--disable-@files", "@not-a-file", "@x"), none, new MainClass("@not-a-file"),
						List.of("@x")),
				arguments(List.of("@@App", "@args", "@@args"), none, new MainClass("@App"), List.of("@args", "@@args")),
				arguments(List.of("--dry-run", "App"), List.of("--dry-run"), new MainClass("App"), none));
	}

	@Test
	void argumentFilesAreReadAtOnce() throws IOException {
		Path file = this.directory.resolve("spring boot.args");
		Files.writeString(file, "-cp \"/work/my app/target/classes:/m2/ä.jar\"\n");
		JavaCommand command = JavaCommand.parse(JAVA,
				List.of("-XX:TieredStopAtLevel=1", "@" + file, "com.example.App", "@" + file));
		Files.delete(file);
		assertThat(command.vmOptions()).containsExactly("-XX:TieredStopAtLevel=1", "-cp",
				"/work/my app/target/classes:/m2/ä.jar");
		assertThat(command.target()).isEqualTo(new MainClass("com.example.App"));
		assertThat(command.arguments()).containsExactly("@" + file);
	}

	@Test
	void argumentFileMayHoldEverything() throws IOException {
		Path options = Files.writeString(this.directory.resolve("o"), "x.jar");
		Path rest = Files.writeString(this.directory.resolve("r"), "App @nested 'a b' # no more");
		assertThat(JavaCommand.parse(JAVA, List.of("-cp", "@" + options, "@" + rest, "@last")).toCommandLine())
			.containsExactly(JAVA.toString(), "-cp", "x.jar", "App", "@nested", "a b", "@last");
	}

	@Test
	void argumentFileThatIsGone() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> JavaCommand.parse(JAVA, List.of("@" + this.directory.resolve("gone"), "App")))
			.withMessageContaining("gone (expected: a readable file)");
	}

	@Test
	void sourceFileIsRefused() throws IOException {
		Path source = Files.writeString(this.directory.resolve("App.java"), "class App {}");
		assertThatIllegalArgumentException().isThrownBy(() -> JavaCommand.parse(JAVA, List.of(source.toString())))
			.withMessageContaining("source file " + source + " (expected: a compiled main class");
		assertThatIllegalArgumentException().isThrownBy(() -> JavaCommand.parse(JAVA, List.of("--source", "17", "App")))
			.withMessageContaining("source file App");
	}

	@Test
	void nothingToLaunchIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> JavaCommand.parse(JAVA, List.of("-cp", "x")))
			.withMessage("java command: [-cp, x] (expected: a main class, -jar or --module)");
	}

	@Test
	void rawCommandLineIsUtf8OrBytes() {
		byte[] line = "java\0-Dx=ä\0App\0ö\n\0?\0".getBytes(StandardCharsets.UTF_8);
		line[line.length - 2] = (byte) 0xE4;
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		JavaCommand command = RunningCommand.parse(java, line);
		assertThat(command.vmOptions()).containsExactly("-Dx=ä");
		assertThat(command.arguments()).containsExactly("ö\n", "\uDCE4");
	}

	@Test
	void executableThatIsNotTheLauncherIsRefused() {
		byte[] line = "app\0x\0".getBytes(StandardCharsets.UTF_8);
		assertThatIllegalStateException().isThrownBy(() -> RunningCommand.parse(Path.of("/opt/app/bin/app"), line))
			.withMessage("Command line of this JVM: /opt/app/bin/app (expected: to be started by the java command)");
	}

	@Test
	void upgradedJdkIsTheOneNow() {
		byte[] line = "java\0App\0".getBytes(StandardCharsets.UTF_8);
		assertThat(RunningCommand.parse(Path.of("/old/bin/java (deleted)"), line).java())
			.isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java"));
	}

	@Test
	void partsCanBeReplaced() {
		JavaCommand command = JavaCommand.parse(JAVA, List.of("-Xmx1g", "App", "a"))
			.withJava(Path.of("/other/java"))
			.prependVmOptions(List.of("-Dfirst"))
			.appendVmOptions(List.of("-Dlast"))
			.withArguments(List.of("b", "c"));
		assertThat(command.toCommandLine()).containsExactly("/other/java", "-Dfirst", "-Xmx1g", "-Dlast", "App", "b",
				"c");
		assertThat(command.withVmOptions(List.of()).vmOptions()).isEmpty();
	}

	@Test
	void mainClassOfBootJarGoesThroughPropertiesLauncher() throws IOException {
		Path jar = jar(
				Map.of("Main-Class", "org.springframework.boot.loader.launch.JarLauncher", "Start-Class", "App"));
		JavaCommand command = JavaCommand.parse(JAVA, List.of("-Dloader.main=Old", "-jar", jar.toString(), "a"));
		assertThat(command.withMainClass("com.example.Other").toCommandLine()).containsExactly(JAVA.toString(), "-cp",
				jar.toString(), "-Dloader.main=com.example.Other",
				"org.springframework.boot.loader.launch.PropertiesLauncher", "a");
	}

	@Test
	void mainClassOfPlainJarUsesItAsClassPath() throws IOException {
		Path jar = jar(Map.of("Main-Class", "com.example.App", "Class-Path", "lib/a.jar", "Add-Opens",
				"java.base/java.lang java.base/java.io", "Add-Exports", "java.base/sun.nio.ch"));
		JavaCommand command = JavaCommand.parse(JAVA, List.of("-cp", "ignored", "-jar", jar.toString()));
		assertThat(command.withMainClass("Other").toCommandLine()).containsExactly(JAVA.toString(), "-cp", "ignored",
				"--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
				"--add-opens=java.base/java.io=ALL-UNNAMED", "-cp", jar.toString(), "Other");
	}

	@Test
	void mainClassOfClassPathAndModule() {
		assertThat(JavaCommand.parse(JAVA, List.of("-cp", "x", "App")).withMainClass("Other").toCommandLine())
			.containsExactly(JAVA.toString(), "-cp", "x", "Other");
		assertThat(JavaCommand.parse(JAVA, List.of("-m", "m/App")).withMainClass("Other").target())
			.isEqualTo(new LaunchTarget.Module("m/Other"));
		assertThat(JavaCommand.parse(JAVA, List.of("-m", "m")).withMainClass("Other").target())
			.isEqualTo(new LaunchTarget.Module("m/Other"));
		assertThat(JavaCommand.parse(JAVA, List.of("org.springframework.boot.loader.launch.JarLauncher"))
			.withMainClass("Other")
			.toCommandLine()).containsExactly(JAVA.toString(), "-Dloader.main=Other",
					"org.springframework.boot.loader.launch.PropertiesLauncher");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "dropped", value = {
			"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005 | -agentlib:jdwp=transport=dt_socket,server=y,address=5007,suspend=n",
			"-agentlib:jdwp=transport=dt_socket,address=*:5005,server=y | -agentlib:jdwp=transport=dt_socket,address=*:5007,server=y,suspend=n",
			"-agentlib:jdwp=transport=dt_socket,server=y,address=localhost:5005 | -agentlib:jdwp=transport=dt_socket,server=y,address=localhost:5007,suspend=n",
			"-agentlib:jdwp=transport=dt_socket,server=y,address=[::1]:5005 | -agentlib:jdwp=transport=dt_socket,server=y,address=[::1]:5007,suspend=n",
			"-Xrunjdwp:transport=dt_socket,server=y,address=8000 | -Xrunjdwp:transport=dt_socket,server=y,address=8002,suspend=n",
			"-agentpath:/jdk/lib/libjdwp.so=transport=dt_socket,server=y,address=8000 | -agentpath:/jdk/lib/libjdwp.so=transport=dt_socket,server=y,address=8002,suspend=n",
			"-agentlib:jdwp=transport=dt_socket,server=y,address=0 | -agentlib:jdwp=transport=dt_socket,server=y,address=0,suspend=n",
			"-agentlib:jdwp=transport=dt_socket,server=y | -agentlib:jdwp=transport=dt_socket,server=y,suspend=n",
			"-agentlib:jdwp=transport=dt_socket,address=127.0.0.1:53211,suspend=y,server=n | dropped",
			"-agentlib:jdwp=transport=dt_socket,address=127.0.0.1:53211 | dropped",
			"-agentlib:jdwp=help | -agentlib:jdwp=help", "-agentlib:other=address=1 | -agentlib:other=address=1",
			"-agentpath:/x/libasync.so=address=1 | -agentpath:/x/libasync.so=address=1",
			"-Dcom.sun.management.jmxremote.port=9010 | -Dcom.sun.management.jmxremote.port=9012",
			"-Dcom.sun.management.jmxremote.rmi.port=9010 | -Dcom.sun.management.jmxremote.rmi.port=9012",
			"-Dcom.sun.management.jmxremote.port=0 | -Dcom.sun.management.jmxremote.port=0",
			"-Dserver.port=8080 | -Dserver.port=8080" })
	void portsMoveWithTheSlot(String option, String moved) {
		JavaCommand command = JavaCommand.parse(JAVA, List.of("-Xmx1g", option, "App", option)).forSlot(1);
		assertThat(command.vmOptions()).isEqualTo((moved != null) ? List.of("-Xmx1g", moved) : List.of("-Xmx1g"));
		assertThat(command.arguments()).containsExactly(option);
	}

	@Test
	void portsThatAreNearEachOtherNeverMeet() {
		String jmx = "-Dcom.sun.management.jmxremote.port=";
		String rmi = "-Dcom.sun.management.jmxremote.rmi.port=";
		JavaCommand command = JavaCommand.parse(JAVA, List.of(jmx + 9010, rmi + 9011, "App"));
		assertThat(command.forSlot(0).vmOptions()).containsExactly(jmx + 9012, rmi + 9013);
		assertThat(command.forSlot(1).vmOptions()).containsExactly(jmx + 9014, rmi + 9015);
		JavaCommand one = JavaCommand.parse(JAVA, List.of(jmx + 9010, rmi + 9010, "App"));
		assertThat(one.forSlot(1).vmOptions()).containsExactly(jmx + 9012, rmi + 9012);
		JavaCommand far = JavaCommand.parse(JAVA, List.of(jmx + 9010, rmi + 19010, "App"));
		assertThat(far.forSlot(1).vmOptions()).containsExactly(jmx + 9012, rmi + 19012);
		Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", jmx + 9010 + " " + rmi + 9012);
		assertThat(JavaCommand.environmentForSlot(environment, 1, DebuggerWait.NONE)).containsEntry("JAVA_TOOL_OPTIONS",
				jmx + 9016 + " " + rmi + 9018);
	}

	@Test
	void portBeyondTheLastIsRefused() {
		JavaCommand command = JavaCommand.parse(JAVA, List.of("-Dcom.sun.management.jmxremote.port=65534", "App"));
		assertThat(command.forSlot(0).vmOptions()).containsExactly("-Dcom.sun.management.jmxremote.port=65535");
		assertThatIllegalArgumentException().isThrownBy(() -> command.forSlot(1))
			.withMessage(
					"-Dcom.sun.management.jmxremote.port=65534 leads to port 65536 in a further process (expected: 1..65535)");
		assertThatIllegalArgumentException().isThrownBy(() -> command.forSlot(-1))
			.withMessage("slot: -1 (expected: >= 0)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"-agentlib:jdwp=server=y,address=5005 | -agentlib:jdwp=server=y,address=5006,suspend=n",
			"-Da='x y'  -agentlib:jdwp=server=y,address=*:5005 -Db | -Da='x y' -agentlib:jdwp=server=y,address=*:5006,suspend=n -Db",
			"-agentlib:jdwp=server=n,address=5005 -Dc | -Dc",
			"'-agentpath:/a b/jdwp=server=y,address=1' | \"-agentpath:/a b/jdwp=server=y,address=2,suspend=n\"",
			"-Dq=\"it's\" | -Dq=\"it's\"" })
	void portsOfTheEnvironmentMoveWithTheSlot(String value, String moved) {
		for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
			assertThat(JavaCommand.environmentForSlot(Map.of(name, value, "OTHER", value), 0, DebuggerWait.NONE))
				.hasSize(2)
				.containsEntry(name, moved)
				.containsEntry("OTHER", value);
		}
	}

	@Test
	void lastValueOfAnOptionCounts() {
		JavaCommand command = JavaCommand.parse(JAVA, List.of("-Xmx1g", "-Xmx2g", "App", "-Xmx3g"));
		assertThat(command.lastValueOf("-Xmx", Map.of("OTHER", "-Xmx4g"))).contains("2g");
		assertThat(command.lastValueOf("-Xmx", Map.of("JAVA_TOOL_OPTIONS", "-Xmx5g"))).contains("2g");
		assertThat(command.lastValueOf("-Xmx", Map.of("JDK_JAVA_OPTIONS", "-Xmx5g"))).contains("2g");
		assertThat(command.lastValueOf("-Xmx", Map.of("_JAVA_OPTIONS", "-Da \"-Xmx6g\""))).contains("6g");
		assertThat(command.lastValueOf("-Xms", Map.of())).isEmpty();
	}

	@Test
	void optionIsFoundInTheCommandAndInTheEnvironment() {
		String option = "-XX:ActiveProcessorCount=2";
		String start = "-XX:ActiveProcessorCount=";
		assertThat(JavaCommand.parse(JAVA, List.of(option, "App")).hasVmOption(start, Map.of())).isTrue();
		JavaCommand plain = JavaCommand.parse(JAVA, List.of("App", option));
		assertThat(plain.hasVmOption(start, Map.of())).isFalse();
		assertThat(plain.hasVmOption(start, Map.of("JAVA_TOOL_OPTIONS", "-Da \"" + option + "\""))).isTrue();
		assertThat(plain.hasVmOption(start, Map.of("JDK_JAVA_OPTIONS", option))).isTrue();
		assertThat(plain.hasVmOption(start, Map.of("OTHER", option))).isFalse();
	}

	private Path jar(Map<String, String> attributes) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		attributes.forEach(manifest.getMainAttributes()::putValue);
		Path jar = this.directory.resolve("app.jar");
		try (OutputStream out = Files.newOutputStream(jar)) {
			new JarOutputStream(out, manifest).close();
		}
		return jar;
	}

	@Test
	void pathsAreWhatTheCodeComesFrom() {
		JavaCommand jar = JavaCommand.parse(JAVA, List.of("-cp", "ignored", "-p", "mods", "-jar", "app.jar", "x"));
		assertThat(jar.paths()).containsExactly("app.jar", "mods");
		assertThat(jar.withPaths("/copy/"::concat)).isEqualTo(
				JavaCommand.parse(JAVA, List.of("-cp", "ignored", "-p", "/copy/mods", "-jar", "/copy/app.jar", "x")));
		JavaCommand classes = JavaCommand.parse(JAVA, List.of("--class-path=a:lib/*:", "-p", "m:n", "App"));
		assertThat(classes.paths()).containsExactly("a", "lib/*", "", "m", "n");
		assertThat(classes.withPaths("/copy/"::concat).vmOptions())
			.containsExactly("--class-path=/copy/a:/copy/lib/*:/copy/", "-p", "/copy/m:/copy/n");
	}

	@Test
	void classPathOptionIsAddedWhereThereIsNone() {
		Map<String, String> environment = Map.of("CLASSPATH", "e.jar");
		JavaCommand none = JavaCommand.parse(JAVA, List.of("-Xmx1g", "App"));
		assertThat(none.withClassPathOption(environment).vmOptions()).containsExactly("-cp", "e.jar", "-Xmx1g");
		assertThat(none.withClassPathOption(Map.of()).vmOptions()).containsExactly("-cp", "", "-Xmx1g");
		for (List<String> line : List.of(List.of("-cp", "x", "App"), List.of("--class-path=x", "App"),
				List.of("-jar", "app.jar"), List.of("-m", "m"))) {
			JavaCommand command = JavaCommand.parse(JAVA, line);
			assertThat(command.withClassPathOption(environment)).isEqualTo(command);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n | true", "-agentlib:jdwp | true",
					"-Xrunjdwp:server=y | true", "-agentpath:/jdk/lib/libjdwp.so=server=y | true",
					"-agentlib:hprof | false", "-Dx=-agentlib:jdwp | false", "-Xdebug | false" })
	void debugAgent(String option, boolean agent) {
		JavaCommand plain = JavaCommand.parse(JAVA, List.of("App"));
		assertThat(plain.appendVmOptions(List.of(option)).hasDebugAgent(Map.of())).isEqualTo(agent);
		assertThat(plain.hasDebugAgent(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g " + option))).isEqualTo(agent);
		assertThat(plain.hasDebugAgent(Map.of("JDK_JAVA_OPTIONS", option))).isEqualTo(agent);
		assertThat(plain.hasDebugAgent(Map.of("OTHER", option))).isFalse();
	}

}
