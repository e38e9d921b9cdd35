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

package io.clusterboot.spring.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.clusterboot.spring.settings.WarmUpSettings;

/**
 * What a worker requests of itself before it joins.
 *
 * @param targets what is requested, in turn
 * @param requests the number of requests for each target
 * @param parallelism the number of connections at a time
 * @param timeout how long all of it may take
 */
public record WarmUpPlan(List<WarmUpTarget> targets, int requests, int parallelism, Duration timeout) {

	/**
	 * Make the plan.
	 * @param settings the settings
	 * @param readiness the path of the readiness endpoint, which is used where the
	 * settings have no paths: one request on each connection loads the classes that serve
	 * a request, and takes little time. It answers 503 until the application has started,
	 * so every status will do
	 * @param eventLoops the number of event loops of the server
	 * @return the plan
	 */
	public static WarmUpPlan of(WarmUpSettings settings, Optional<String> readiness, int eventLoops) {
		int parallelism = settings.parallelism().orElse(eventLoops);
		if (!settings.paths().isEmpty()) {
			return new WarmUpPlan(settings.paths().stream().map((path) -> new WarmUpTarget(path, false)).toList(),
					settings.requests(), parallelism, settings.timeout());
		}
		return new WarmUpPlan(readiness.stream().map((path) -> new WarmUpTarget(path, true)).toList(),
				Math.min(settings.requests(), parallelism), parallelism, settings.timeout());
	}

	/**
	 * Return whether there is nothing to request.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return total() == 0;
	}

	/**
	 * Return the number of all requests.
	 */
	long total() {
		return (long) this.requests * this.targets.size();
	}

	@Override
	public String toString() {
		return "%d requests for %s over %d connections at a time, within %d ms".formatted(total(),
				this.targets.stream().map(WarmUpTarget::path).collect(Collectors.joining(", ")), this.parallelism,
				this.timeout.toMillis());
	}

}
