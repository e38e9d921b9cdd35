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

	private static final long DEADLINE_SECONDS = 300;

	private final Path packaged;

	private final Path directory;

	private final Path jar;

	private final Path archive;

	private boolean made;

	/**
	 * Create a sample that is extracted when it is used for the first time.
	 * @param packaged the packaged sample
	 * @param directory where to extract it
	 */
	ExtractedSample(Path packaged, Path directory) {
		this.packaged = packaged;
		this.directory = directory;
		this.jar = directory.resolve(packaged.getFileName());
		this.archive = directory.resolve("master.jsa");
	}

	/**
	 * Return how to start it.
	 */
	SampleCommand command() {
		return SampleCommand.ofJar(jar(), "-XX:SharedArchiveFile=" + this.archive);
	}

	/**
	 * Return the jar to start.
	 */
	synchronized Path jar() {
		if (!this.made) {
			extract();
			prepare();
			archive();
			this.made = true;
		}
		return this.jar;
	}

	private void extract() {
		run(List.of("-Djarmode=tools", "-jar", this.packaged.toString(), "extract", "--force", "--destination",
				this.directory.toString()));
	}

	/**
	 * Make the image that the workers of all tests start from.
	 */
	private void prepare() {
		List<String> arguments = new ArrayList<>(SampleCommand.FAST_START);
		arguments.addAll(List.of("-jar", this.jar.toString(), "--cluster.workers=2", "--cluster.command=prepare"));
		run(arguments);
	}

	/**
	 * Make the archive of the master, when it ends.
	 */
	private void archive() {
		try (SampleProcess sample = SampleCommand.ofJar(this.jar, "-XX:ArchiveClassesAtExit=" + this.archive)
			.workers(1)
			.start()) {
			sample.awaitServing();
		}
		assertThat(this.archive).exists();
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
