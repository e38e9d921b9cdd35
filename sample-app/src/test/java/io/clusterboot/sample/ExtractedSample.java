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
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample, extracted as Spring Boot's documentation recommends for
 * production: it starts with three quarters of the processor time. Tests that deploy a
 * jar, or start the sample through another program, run the jar itself.
 */
final class ExtractedSample {

	private static final Path DIRECTORY = Path.of("target", "extracted-sample").toAbsolutePath();

	private static final long DEADLINE_SECONDS = 120;

	private static final Path JAR = extract();

	private ExtractedSample() {
	}

	/**
	 * Return the jar to start.
	 */
	static Path jar() {
		return JAR;
	}

	private static Path extract() {
		try {
			Process process = new ProcessBuilder(SampleCommand.java(), "-Djarmode=tools", "-jar",
					SampleCommand.JAR.toString(), "extract", "--force", "--destination", DIRECTORY.toString())
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			try {
				assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
				assertThat(process.exitValue()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
			return DIRECTORY.resolve(SampleCommand.JAR.getFileName());
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
