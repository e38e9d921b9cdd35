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

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.process.VersionMismatchException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link VersionMismatchFailureAnalyzer}.
 */
class VersionMismatchFailureAnalyzerTests {

	@Test
	void namesBothVersionsAndSaysWhatToRestart() {
		VersionMismatchException cause = catchThrowableOfType(VersionMismatchException.class,
				() -> ClusterMessage.VERSION.requireMaster(9));
		FailureAnalysis analysis = new VersionMismatchFailureAnalyzer().analyze(new IllegalStateException(cause));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.startsWith("This worker cannot join its master. Cluster protocol: version 9 in the master, version 2");
		assertThat(analysis.getAction()).startsWith("Restart the master");
		assertThat(analysis.getCause()).isSameAs(cause);
	}

}
