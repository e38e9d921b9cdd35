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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.Incident;
import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import org.jspecify.annotations.Nullable;

/**
 * The file that an incident names: a thread dump, or the report of a crash. Only files
 * that the master names can be read.
 *
 * @param control answers for the cluster
 */
record IncidentFile(ControlHandler control) {

	/**
	 * How much of a file is shown.
	 */
	private static final int MAX_BYTES = 2 * 1024 * 1024;

	/**
	 * Read the file of an incident.
	 * @param time when it happened, as the status has it
	 * @return completes with the text, empty if there is none
	 */
	CompletableFuture<Optional<String>> read(@Nullable String time) {
		return this.control.handle(ControlCall.of(new ControlRequest.Status(), Duration.ZERO))
			.thenApply((outcome) -> find(outcome, time).flatMap(IncidentFile::read));
	}

	private static Optional<Path> find(ControlOutcome outcome, @Nullable String time) {
		if (!(outcome instanceof ControlOutcome.Done done) || done.detail() == null) {
			return Optional.empty();
		}
		ClusterStatus status = ControlCodec.status(done.detail());
		return status.incidents()
			.stream()
			.filter((incident) -> incident.time().toString().equals(time) && incident.file() != null)
			.map(Incident::file)
			.map(Path::of)
			.findFirst();
	}

	private static Optional<String> read(Path file) {
		try (var in = Files.newInputStream(file)) {
			return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
