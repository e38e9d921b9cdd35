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

package io.clusterboot.spring.worker;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rate limiters that count in the memory of one process.
 *
 * @param beans the beans of the application
 */
record InMemoryRateLimiters(BeansByType beans) {

	/**
	 * Resilience4j has a registry whether or not there is a limiter.
	 */
	private static final String REGISTRY = "io.github.resilience4j.ratelimiter.RateLimiterRegistry";

	private static final List<String> LIMITERS = List.of("io.github.resilience4j.ratelimiter.RateLimiter",
			"io.github.bucket4j.local.LocalBucket", "com.google.common.util.concurrent.RateLimiter");

	/**
	 * Return the names of the beans.
	 */
	List<String> names() {
		return Stream
			.concat(this.beans.named(REGISTRY).stream().filter(this::hasLimiters),
					LIMITERS.stream().map(this.beans::named).flatMap(List::stream))
			.toList();
	}

	private boolean hasLimiters(String registry) {
		return !(this.beans.call(registry, REGISTRY, "getAllRateLimiters") instanceof Collection<?> limiters)
				|| !limiters.isEmpty();
	}

}
