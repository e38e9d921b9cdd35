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

import java.nio.file.Path;

import io.clusterboot.cluster.launch.MissingShellException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingShellFailureAnalyzer}.
 */
class MissingShellFailureAnalyzerTests {

	@Test
	void namesTheShellAndWhatNeedsIt() {
		MissingShellException cause = new MissingShellException(Path.of("/bin/sh"), "the program node app.js");
		FailureAnalysis analysis = new MissingShellFailureAnalyzer().analyze(new IllegalStateException(cause));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("Workers cannot be started without a shell: there is no /bin/sh, and the program node app.js "
					+ "needs one.");
		assertThat(analysis.getAction()).startsWith("Add a shell to the system or image, or remove that setting");
		assertThat(analysis.getCause()).isSameAs(cause);
	}

}
