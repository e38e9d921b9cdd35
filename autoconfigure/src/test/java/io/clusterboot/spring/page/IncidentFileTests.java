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

package io.clusterboot.spring.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.Incident;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncidentFile}.
 */
class IncidentFileTests {

	private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

	@TempDir
	private Path directory;

	@Test
	void dumpOfAnIncidentIsReadByItsTime() throws IOException {
		Path dump = Files.writeString(this.directory.resolve("w1.txt"), "Full thread dump");
		IncidentFile file = new IncidentFile((call) -> CompletableFuture
			.completedFuture(new ControlOutcome.Done("", ControlCodec.json(status(incident(NOW, dump.toString()))))));
		assertThat(file.read(NOW.toString()).join()).hasValue("Full thread dump");
	}

	@Test
	void nothingElseCanBeRead() throws IOException {
		Path secret = Files.writeString(this.directory.resolve("secret.txt"), "secret");
		IncidentFile file = new IncidentFile((call) -> CompletableFuture
			.completedFuture(new ControlOutcome.Done("", ControlCodec.json(status(incident(NOW, null),
					incident(NOW.plusSeconds(1), this.directory.resolve("gone.txt").toString()))))));
		for (String time : new String[] { NOW.toString(), NOW.plusSeconds(1).toString(), secret.toString(),
				"../secret.txt", "" }) {
			assertThat(file.read(time).join()).as(time).isEmpty();
		}
		assertThat(file.read(null).join()).isEmpty();
		assertThat(new IncidentFile(
				(call) -> CompletableFuture.completedFuture(new ControlOutcome.Failed("no master", List.of())))
			.read(NOW.toString())
			.join()).isEmpty();
	}

	private static Incident incident(Instant time, @Nullable String file) {
		return new Incident(time, Incident.Kind.HANG, "Worker 1 hangs", 1, 0, 4699L, file, List.of());
	}

	private static ClusterStatus status(Incident... incidents) {
		MasterStatus master = new MasterStatus(100, "/srv/app.jar", NOW, Duration.ofSeconds(1),
				MasterStatus.Phase.SERVING, 0, "shared", List.of("*:8080"), 1, 1, 0, 0, Duration.ZERO);
		return new ClusterStatus(NOW, master, List.of(), List.of(), null, null, List.of(incidents));
	}

}
