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

import io.clusterboot.cluster.launch.MissingShellException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the setting that needs a shell where there is none.
 */
class MissingShellFailureAnalyzer extends AbstractFailureAnalyzer<MissingShellException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingShellException cause) {
		return new FailureAnalysis(
				"Workers cannot be started without a shell: there is no %s, and %s needs one.".formatted(cause.shell(),
						cause.setting()),
				"Add a shell to the system or image, or remove that setting: workers that run this application in a JVM need no shell.",
				cause);
	}

}
