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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A long life with many replacements: nothing in the master grows with them, neither
 * descriptors nor threads, memory or files.
 */
@OneAtATime
class SoakIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	/**
	 * Enough that connections are open whenever something happens, and little enough that
	 * workers start fast.
	 */
	private static final Map<Traffic, Integer> TRICKLE = Map.of(Traffic.IDLE, 3, Traffic.SLOW, 2, Traffic.EVENT_STREAM,
			1, Traffic.WEB_SOCKET, 1, Traffic.HTTP_2, 1);

	@TempDir
	private Path temp;

	@Test
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void aWhile() {
		soak(SampleCommand.sample(), 1, 2);
	}

	@Test
	@Tag("long")
	@Timeout(value = 60, unit = TimeUnit.MINUTES)
	void twoHundredRespawnsAndFiftyRolls() {
		soak(SampleCommand.sample(), 50, 4);
	}

	private void soak(SampleCommand command, int rolls, int respawnsEach) {
		try (SampleProcess sample = command.vmArguments("-Djava.io.tmpdir=" + this.temp)
			.workers(2)
			.arguments("--server.http2.enabled=true", "--cluster.rolling.canary-time=100ms",
					"--cluster.respawn.initial-delay=1ms", "--cluster.respawn.max-delay=1ms")
			.start()) {
			sample.awaitServing();
			sample.awaitLine("\\[master\\].* Started SampleApplication", DEADLINE);
			// The first time loads classes, which opens what stays open
			respawn(sample, 1);
			roll(sample);
			ProcessUsage before = ProcessUsage.of(sample.pid());
			List<Path> filesBefore = awaitOneCopy();
			System.out.println("Before: " + before);
			Load load = Load.start(sample.client(), TRICKLE);
			List<Kill> kills = new ArrayList<>();
			try (load) {
				for (int i = 0; i < rolls; i++) {
					kills.addAll(respawn(sample, respawnsEach));
					roll(sample);
				}
			}
			ProcessUsage after = ProcessUsage.of(sample.pid());
			System.out.println(
					"After " + kills.size() + " respawns and " + rolls + " rolls: " + after + ", " + load.report());
			ProcessUsage.awaitNotAbove(before, sample.pid());
			assertThat(awaitOneCopy()).hasSameSizeAs(filesBefore);
			assertThat(load.failures()).noneMatch(Load.Failure::refused)
				.allMatch((failure) -> kills.stream().anyMatch((kill) -> kill.explains(failure)));
		}
		assertThat(this.temp).isEmptyDirectory();
	}

	/**
	 * Wait until there is one copy of the jar, that of the generation that works: the one
	 * before is removed a moment after its last worker ended.
	 * @return all files and folders
	 */
	private List<Path> awaitOneCopy() {
		return await().atMost(DEADLINE)
			.until(this::files,
					(files) -> files.stream()
						.filter((file) -> file.getFileName().toString().startsWith("generation-"))
						.count() == 1);
	}

	private List<Path> files() {
		try (Stream<Path> files = Files.walk(this.temp)) {
			return files.toList();
		}
		catch (UncheckedIOException ex) {
			// What is being removed can't be listed to its end
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Kill> respawn(SampleProcess sample, int times) {
		List<Kill> kills = new ArrayList<>();
		while (kills.size() < times) {
			List<Worker> victims = sample.workers().stream().limit(times - kills.size()).toList();
			victims.forEach((victim) -> kills.add(sample.kill(victim)));
			assertThat(sample.awaitWorkers(2, DEADLINE)).doesNotContainAnyElementsOf(victims);
		}
		return kills;
	}

	private static void roll(SampleProcess sample) {
		List<Worker> before = sample.workers();
		assertThat(sample.roll().text()).isEqualTo("2 workers replaced");
		assertThat(sample.workers()).hasSize(2).doesNotContainAnyElementsOf(before);
	}

}
