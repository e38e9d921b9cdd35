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

import java.util.Locale;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.master.ClusterStartException;
import io.clusterboot.spring.settings.LaunchNotes;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Names the workers that failed to start, and shows the last lines of one of them.
 */
class ClusterStartFailureAnalyzer extends AbstractFailureAnalyzer<ClusterStartException> {

	private final Environment environment;

	ClusterStartFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClusterStartException cause) {
		StringBuilder description = new StringBuilder("No worker became ready:\n");
		cause.failures().forEach((failure) -> describe(failure, description));
		Exited last = cause.failures().get(cause.failures().size() - 1);
		if (last.lastOutput().isEmpty()) {
			description.append("\nThe last one wrote nothing.");
		}
		else {
			description.append("\nThe last lines of worker %s:\n".formatted(LogFormat.identity(last.worker())));
			last.lastOutput().forEach((line) -> description.append("\n    ").append(line));
		}
		String added = this.environment.getProperty(LaunchNotes.ADDED_OPTIONS_PROPERTY, "");
		if (!added.isEmpty()) {
			description.append("\n\nJVM options that ClusterBoot added: ").append(added);
		}
		return new FailureAnalysis(description.toString(),
				"Fix the failure that the worker reports. To start the application alone, run it with '--cluster.workers=0'.",
				cause);
	}

	private static void describe(Exited failure, StringBuilder description) {
		WorkerInfo worker = failure.worker();
		description.append("\n    Worker %s ended after %s s with %s".formatted(LogFormat.identity(worker),
				String.format(Locale.ROOT, "%.1f", failure.uptime().toMillis() / 1000.0), failure.status()));
	}

}
