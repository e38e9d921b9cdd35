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

package io.clusterboot.autoconfigure;

import java.util.List;

import io.clusterboot.autoconfigure.PortHolder.Kind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PortTakenFailureAnalyzer}.
 */
class PortTakenFailureAnalyzerTests {

	@Test
	void namesTheOtherCluster() {
		FailureAnalysis analysis = analyze(new PortHolder(100, 1, Kind.MASTER), new PortHolder(101, 100, Kind.WORKER),
				new PortHolder(102, 100, Kind.WORKER));
		assertThat(analysis.getDescription()).contains("Port 8080 was already in use by a cluster",
				"The master with pid 100, and its workers with the pids 101, 102");
		assertThat(analysis.getAction()).contains("'kill 100'", "'kill -HUP 100'", "another port");
	}

	@Test
	void namesWorkersWithoutAMaster() {
		FailureAnalysis analysis = analyze(new PortHolder(101, 1, Kind.ORPHAN), new PortHolder(102, 1, Kind.ORPHAN));
		assertThat(analysis.getDescription()).contains("A worker with pid 101, whose master is gone",
				"A worker with pid 102, whose master is gone");
		assertThat(analysis.getAction()).contains("'kill -9 101 102'", "another port");
	}

	@Test
	void leavesOtherProcessesToBoot() {
		assertThat(analyze(new PortHolder(300, 1, Kind.OTHER))).isNull();
		assertThat(analyze()).isNull();
	}

	private static FailureAnalysis analyze(PortHolder... holders) {
		return new PortTakenFailureAnalyzer((port) -> List.of(holders)).analyze(new PortInUseException(8080));
	}

}
