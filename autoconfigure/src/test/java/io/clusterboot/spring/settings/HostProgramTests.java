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

package io.clusterboot.spring.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HostProgram}.
 */
class HostProgramTests {

	private static final Path JAVA = Path.of("/usr/bin/java");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "org.apache.maven.surefire.booter.ForkedBooter",
			"worker.org.gradle.process.internal.worker.GradleWorkerMain", "com.intellij.rt.junit.JUnitStarter",
			"org.eclipse.jdt.internal.junit.runner.RemoteTestRunner", "com.microsoft.java.test.runner.Launcher",
			"org.junit.platform.console.ConsoleLauncher", "org.codehaus.plexus.classworlds.launcher.Launcher" })
	void launcherOfTestsOrBuildsIsAnObstacle(String mainClass) {
		assertThat(of(List.of("-cp", "x", mainClass)).obstacle()).contains(mainClass).contains("not the application");
	}

	@Test
	void launcherIsFoundInTheManifestOfAJar() throws IOException {
		Path jar = jar("org.apache.maven.surefire.booter.ForkedBooter");
		assertThat(of(List.of("-jar", jar.toString())).obstacle()).contains("ForkedBooter");
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.example.Application", "org.springframework.boot.loader.launch.JarLauncher",
			"com.intellij.rt.execution.application.AppMainV2" })
	void applicationMayFork(String mainClass) throws IOException {
		assertThat(of(List.of("-cp", "x", mainClass))).isEqualTo(HostProgram.NONE);
		assertThat(of(List.of("-jar", jar(mainClass).toString()))).isEqualTo(HostProgram.NONE);
		assertThat(of(List.of("-m", "module/" + mainClass))).isEqualTo(HostProgram.NONE);
	}

	@Test
	void applicationInAModuleOrAMissingJarMayFork() {
		assertThat(of(List.of("-m", "module"))).isEqualTo(HostProgram.NONE);
		assertThat(of(List.of("-jar", this.directory.resolve("gone.jar").toString()))).isEqualTo(HostProgram.NONE);
	}

	@Test
	void callingTestIsAnObstacleWhateverLaunchedIt() {
		JavaCommand command = JavaCommand.parse(JAVA, List.of("com.example.OwnRunner"));
		assertThat(HostProgram
			.of(command, Stream.of("com.example.Application", "org.junit.jupiter.engine.execution.MethodInvocation"))
			.obstacle())
			.isEqualTo("a test calls the application (org.junit.jupiter.engine.execution.MethodInvocation)");
	}

	@Test
	void thisTestIsAnObstacle() {
		assertThat(HostProgram.ofThisProcess().obstacle()).isNotNull();
	}

	private static HostProgram of(List<String> arguments) {
		return HostProgram.of(JavaCommand.parse(JAVA, arguments), Stream.of("com.example.Application"));
	}

	private Path jar(String mainClass) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
		Path jar = this.directory.resolve(mainClass + ".jar");
		new JarOutputStream(Files.newOutputStream(jar), manifest).close();
		return jar;
	}

}
