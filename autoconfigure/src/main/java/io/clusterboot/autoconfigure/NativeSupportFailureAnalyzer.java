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

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the native library that can't be used, with the version that was found and the
 * one that is expected.
 */
class NativeSupportFailureAnalyzer extends AbstractFailureAnalyzer<NativeSupportException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NativeSupportException cause) {
		NativeLibrary library = cause.library();
		return new FailureAnalysis("""
				A cluster needs a part of a native library that can't be used:

				    Library:  %s
				    Part:     %s
				    Expected: version %s
				    Found:    version %s
				    Failure:  %s""".formatted(library.coordinates(), cause.part(), library.expectedVersion(),
				library.foundVersion(), cause.rootCause()), action(library), cause);
	}

	private static String action(NativeLibrary library) {
		if (library.expectedVersion().equals(library.foundVersion())) {
			return """
					Check that the operating system permits what failed, and that no other jar on the class path has classes of '%s'. \
					Or remove 'cluster.workers' to run standalone."""
				.formatted(library.coordinates());
		}
		return "Use version %s of '%s', or remove 'cluster.workers' to run standalone."
			.formatted(library.expectedVersion(), library.coordinates());
	}

}
