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

import io.clusterboot.process.VersionMismatchException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that a worker and its master run different versions of ClusterBoot.
 */
class VersionMismatchFailureAnalyzer extends AbstractFailureAnalyzer<VersionMismatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, VersionMismatchException cause) {
		return new FailureAnalysis("This worker cannot join its master. %s".formatted(cause.getMessage()),
				"Restart the master: a rolling restart can change the application, but not the ClusterBoot version "
						+ "that master and workers have in common.",
				cause);
	}

}
