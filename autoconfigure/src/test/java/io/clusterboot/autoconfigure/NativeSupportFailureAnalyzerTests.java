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

import io.clusterboot.handle.NativeLibrary;
import io.clusterboot.handle.NativeSupportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeSupportFailureAnalyzer}.
 */
class NativeSupportFailureAnalyzerTests {

	private final NativeSupportFailureAnalyzer analyzer = new NativeSupportFailureAnalyzer();

	@ParameterizedTest
	@EnumSource
	void namesLibraryAndVersions(NativeLibrary library) {
		FailureAnalysis analysis = analyze(library);
		assertThat(analysis.getDescription()).contains(library.coordinates(), "the part",
				"Expected: version " + library.expectedVersion(), "Found:    version " + library.foundVersion(),
				"java.lang.NoSuchMethodError: gone");
	}

	@Test
	void actionSaysHowToRunWithoutACluster() {
		assertThat(analyze(NativeLibrary.NETTY).getAction()).contains("remove 'cluster.workers' to run standalone");
	}

	private FailureAnalysis analyze(NativeLibrary library) {
		FailureAnalysis analysis = this.analyzer.analyze(new IllegalStateException(new NativeSupportException(library,
				"the part", new ExceptionInInitializerError(new NoSuchMethodError("gone")))));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
