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
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.assertj.core.api.AbstractStringAssert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The folder of images that the clusters of a test use.
 *
 * @param path the folder
 */
record ImageFolder(Path path) {

	/**
	 * An archive takes a processor for some seconds, and at a low priority beside other
	 * tests it gets a tenth of one.
	 */
	static final Duration DEADLINE = Duration.ofMinutes(8);

	/**
	 * Return how to start a cluster of two workers.
	 */
	SampleCommand cluster(SampleJar jar) {
		return using(jar.command().workers(2));
	}

	SampleCommand using(SampleCommand command) {
		return command.arguments("--cluster.worker.image.directory=" + this.path);
	}

	/**
	 * Prepare an image, which is expected to succeed.
	 */
	AbstractStringAssert<?> prepare(SampleJar jar) {
		try (SampleProcess sample = cluster(jar).arguments("--cluster.command=prepare").start()) {
			int code = sample.awaitExit(DEADLINE);
			String output = String.join("\n", sample.output().all());
			assertThat(code).as(output).isZero();
			return assertThat(output);
		}
	}

	/**
	 * Return the archive that a worker has mapped.
	 */
	Optional<Path> archiveOf(Worker worker) {
		Matcher archive = Pattern.compile(Pattern.quote(this.path.toString()) + "/\\S+\\.jsa").matcher(maps(worker));
		return archive.find() ? Optional.of(Path.of(archive.group())) : Optional.empty();
	}

	/**
	 * Not a walk, as temporary files beside the archives come and go.
	 */
	List<Path> archives() {
		List<Path> archives = new ArrayList<>();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.path)) {
			for (Path folder : folders) {
				try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jsa")) {
					found.forEach(archives::add);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return archives;
	}

	List<Path> temporaryFiles() {
		return files().stream().filter((file) -> file.getFileName().toString().startsWith("tmp-")).toList();
	}

	List<Path> files() {
		try (Stream<Path> found = Files.walk(this.path)) {
			return found.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String maps(Worker worker) {
		try {
			return Files.readString(Path.of("/proc/%d/maps".formatted(worker.pid())), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
