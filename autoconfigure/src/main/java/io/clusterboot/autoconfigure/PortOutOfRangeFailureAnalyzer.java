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

import io.clusterboot.process.command.PortOutOfRangeException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that a debugger or JMX port leaves no room for those of the workers.
 */
class PortOutOfRangeFailureAnalyzer extends AbstractFailureAnalyzer<PortOutOfRangeException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortOutOfRangeException cause) {
		return new FailureAnalysis(
				"The JVM option '%s' leads to port %d in a worker (expected: 1..65535). Every worker has a port of its own, and so has the one that replaces it in a rolling restart."
					.formatted(cause.option(), cause.port()),
				lowerPort(cause)
						+ "leave the option out of the workers: its beginning belongs in 'cluster.worker.excluded-jvm-args'.",
				cause);
	}

	private static String lowerPort(PortOutOfRangeException cause) {
		return (cause.highest() >= 1)
				? "Set a port of at most %d, or start fewer workers, or ".formatted(cause.highest())
				: "Start fewer workers, or ";
	}

}
