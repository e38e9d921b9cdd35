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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Images that workers start from, made by a running cluster or by a command.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ImageIT {

	private static final Duration DEADLINE = ImageFolder.DEADLINE;

	@TempDir
	private Path directory;

	@TempDir
	private Path imageDirectory;

	private ImageFolder images;

	private SampleJar jar;

	@BeforeEach
	void deploy() {
		this.images = new ImageFolder(this.imageDirectory);
		this.jar = SampleJar.deployTo(this.directory);
	}

	@Test
	void mastersThatStartAtTheSameTimeMakeOneArchiveThatReplacementsUse() {
		try (SampleProcess first = cluster().start(); SampleProcess second = cluster().start()) {
			List<SampleProcess> clusters = List.of(first, second);
			for (SampleProcess cluster : clusters) {
				assertThat(cluster.awaitServing()).hasSize(2)
					.allSatisfy((worker) -> assertThat(this.images.archiveOf(worker)).isEmpty());
			}
			clusters.forEach((cluster) -> cluster.awaitLine("(Made|has made) the class-data archive", DEADLINE));
			for (SampleProcess cluster : clusters) {
				int position = cluster.output().position();
				cluster.kill(cluster.workers().get(0));
				Worker replacement = cluster.awaitListening(position, 1).get(0);
				assertThat(this.images.archiveOf(replacement)).isPresent();
				assertThat(cluster.client().get("/").statusCode()).isEqualTo(200);
			}
		}
		assertThat(this.images.archives()).hasSize(1);
		assertThat(this.images.temporaryFiles()).isEmpty();
	}

	@Test
	void fullDiskIsNotFatal() throws InterruptedException {
		String tooSmallForJars = "mount -t tmpfs -o size=4m,mode=700 none " + this.imageDirectory;
		try (SampleProcess sample = cluster().withMounts(tooSmallForJars).start()) {
			sample.awaitLine("Workers run from a private copy of the application, not from an image: .*No space left",
					DEADLINE);
			assertThat(sample.awaitServing()).hasSize(2);
		}
		String tooSmallForTheArchive = "mount -t tmpfs -o size=60m,mode=700 none " + this.imageDirectory;
		try (SampleProcess sample = cluster().withMounts(tooSmallForTheArchive).start()) {
			assertThat(sample.awaitServing()).hasSize(2);
			sample.awaitLine("Workers start without a class-data archive, since it could not be made", DEADLINE);
			int position = sample.output().position();
			sample.kill(sample.workers().get(0));
			sample.awaitListening(position, 1);
			assertThat(sample.client().get("/").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void preparationLeavesNoFilesOfTheWebServer() {
		try (SampleProcess sample = this.images.using(SampleServer.TOMCAT.sample())
			.arguments("--cluster.command=prepare")
			.start()) {
			assertThat(sample.awaitExit(DEADLINE)).isZero();
			assertThat(sample.temporaryFiles()).noneMatch(Files::isDirectory);
		}
	}

	@Test
	void applicationThatCannotStartIsPreparedAsFarAsItGets() {
		this.jar.deploy("1", Fault.EXIT_AT_START);
		this.images.prepare(this.jar)
			.contains("The application did not start; the archive has the classes that it loaded until it ended")
			.contains("Prepared: ");
	}

	@Test
	void preparationWithoutAClusterIsRefused() {
		try (SampleProcess sample = this.jar.command().workers(0).arguments("--cluster.command=prepare").start()) {
			assertThat(sample.awaitExit(DEADLINE)).isOne();
			assertThat(String.join("\n", sample.output().all()))
				.contains("Invalid value 'prepare' for configuration property 'cluster.command'")
				.contains("Expected an application that runs as a cluster");
		}
	}

	private SampleCommand cluster() {
		return this.images.cluster(this.jar);
	}

}
