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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample, extracted as Spring Boot's documentation recommends for
 * production, with archives of the classes that the master and its workers load: it
 * starts with less than half of the processor time. Tests that deploy a jar, or start the
 * sample through another program, run the jar itself.
 */
final class ExtractedSample {

	private static final Path DIRECTORY = Path.of("target", "extracted-sample").toAbsolutePath();

	private static final Path ARCHIVE = DIRECTORY.resolve("master.jsa");

	private static final Path JAR = DIRECTORY.resolve(SampleCommand.JAR.getFileName());

	private static final long DEADLINE_SECONDS = 120;

	static {
		extract();
		prepare();
		archive();
	}

	private ExtractedSample() {
	}

	/**
	 * Return the jar to start.
	 */
	static Path jar() {
		return JAR;
	}

	/**
	 * Return the JVM option with which the master uses its archive.
	 */
	static String archiveOption() {
		return "-XX:SharedArchiveFile=" + ARCHIVE;
	}

	private static void extract() {
		run(List.of("-Djarmode=tools", "-jar", SampleCommand.JAR.toString(), "extract", "--force", "--destination",
				DIRECTORY.toString()));
	}

	/**
	 * Make the image that the workers of all tests start from.
	 */
	private static void prepare() {
		List<String> arguments = new ArrayList<>(SampleCommand.FAST_START);
		arguments.addAll(List.of("-jar", JAR.toString(), "--cluster.workers=2", "--cluster.command=prepare"));
		run(arguments);
	}

	/**
	 * Make the archive of the master, when it ends.
	 */
	private static void archive() {
		try (SampleProcess sample = SampleCommand.ofJar(JAR, "-XX:ArchiveClassesAtExit=" + ARCHIVE)
			.workers(1)
			.start()) {
			sample.awaitServing();
		}
		assertThat(ARCHIVE).exists();
	}

	private static void run(List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(SampleCommand.java()));
		command.addAll(arguments);
		try {
			Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			try {
				assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
				assertThat(process.exitValue()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
