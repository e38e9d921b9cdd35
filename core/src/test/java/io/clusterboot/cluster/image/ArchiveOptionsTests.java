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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ArchiveOptions} and {@link JavaHome}.
 */
class ArchiveOptionsTests {

	private static final JavaHome JAVA = new JavaHome(17, "x");

	@Test
	void onlyWhatMattersIsKept() throws Exception {
		assertThat(options("-Xmx512m", "-Da=b", "-XX:+UseG1GC", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
				"-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-Xlog:gc")
			.values()).containsExactly("-XX:+UseG1GC", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
					"--enable-native-access=ALL-UNNAMED");
	}

	@Test
	void optionsOfTheEnvironmentCount() throws Exception {
		assertThat(ArchiveOptions.of(command("-XX:+UseSerialGC"), Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseZGC")).values())
			.containsExactly("-XX:+UseZGC", "-XX:+UseSerialGC");
	}

	@Test
	void keyDependsOnCollectorProcessorsAndJvm() throws Exception {
		String key = options("-XX:ActiveProcessorCount=4").key(JAVA);
		assertThat(options("-Xmx1g", "-XX:ActiveProcessorCount=2").key(JAVA)).isEqualTo(key);
		assertThat(options("-XX:ActiveProcessorCount=1").key(JAVA)).isNotEqualTo(key);
		assertThat(options("-XX:ActiveProcessorCount=4", "-XX:+UseParallelGC").key(JAVA)).isNotEqualTo(key);
		assertThat(options("-XX:ActiveProcessorCount=4").key(new JavaHome(17, "y"))).isNotEqualTo(key);
	}

	@Test
	void largeHeapHasWidePointersUnlessAnOptionSaysSo() throws Exception {
		assertThat(options("-Xmx32g").values()).containsExactly("-XX:-UseCompressedOops");
		assertThat(options("-Xmx32g", "-XX:+UseCompressedOops").values()).containsExactly("-XX:+UseCompressedOops");
		assertThat(options("-Xmx31g").values()).isEmpty();
		JavaCommand share = command("-XX:MaxRAMPercentage=50");
		assertThat(ArchiveOptions.of(share, Map.of(), () -> 1L << 40).values())
			.containsExactly("-XX:-UseCompressedOops");
		assertThat(ArchiveOptions.of(share, Map.of(), () -> 1L << 30).values()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-javaagent:/opt/otel.jar", "-Dcom.sun.management.jmxremote.port=9010",
			"-XX:StartFlightRecording=filename=x.jfr", "--illegal-native-access=allow",
			"-Djava.system.class.loader=X" })
	void jvmWithMoreModulesHasNoLinkedClasses(String option) throws Exception {
		JavaHome java25 = new JavaHome(25, "x");
		assertThat(options().areLinked(java25)).isTrue();
		assertThat(options().areLinked(JAVA)).isFalse();
		assertThat(options(option).areLinked(java25)).isFalse();
		assertThat(options().key(java25)).isNotEqualTo(options().unlinked().key(java25));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xshare:off", "-XX:SharedArchiveFile=x.jsa", "-XX:AOTCache=x.aot",
			"-XX:ArchiveClassesAtExit=x", "--patch-module=a=b", "-Xint" })
	void optionThatForbidsAnArchiveIsNamed(String option) {
		assertThatExceptionOfType(NoImageException.class).isThrownBy(() -> options(option))
			.withMessage("the JVM options have '%s'", option);
	}

	@Test
	void agentsAreOfTheKeyOnly() throws Exception {
		ArchiveOptions options = options("-javaagent:/opt/otel.jar");
		assertThat(options.values()).isEmpty();
		assertThat(options.key(JAVA)).isNotEqualTo(options().key(JAVA));
	}

	@Test
	void debuggerForbidsAnArchive() {
		assertThatExceptionOfType(NoImageException.class)
			.isThrownBy(() -> options("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n"))
			.withMessageContaining("debugger");
	}

	@Test
	void thisJvmIsKnown() throws Exception {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		assertThat(JavaHome.of(java).feature()).isEqualTo(Runtime.version().feature());
		assertThat(JavaHome.of(java)).isEqualTo(JavaHome.of(java));
	}

	@Test
	void otherProgramIsNoJvm() {
		assertThatExceptionOfType(NoImageException.class).isThrownBy(() -> JavaHome.of(Path.of("/bin/sh")))
			.withMessageContaining("is not the java command of a HotSpot JVM");
	}

	private static ArchiveOptions options(String... options) throws NoImageException {
		return ArchiveOptions.of(command(options), Map.of());
	}

	private static JavaCommand command(String... options) {
		List<String> words = new ArrayList<>(List.of(options));
		words.addAll(List.of("-jar", "x.jar"));
		return JavaCommand.parse(Path.of("/usr/bin/java"), words);
	}

}
