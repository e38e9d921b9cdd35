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
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What became of a warm-up.
 *
 * @param statuses the number of answers of each status
 * @param failures what failed, empty if nothing did
 * @param duration how long it took
 * @param cancelled whether it was cancelled
 */
public record WarmUpReport(SortedMap<Integer, Long> statuses, List<String> failures, Duration duration,
		boolean cancelled) {

	/**
	 * Return whether every request had an answer that will do.
	 * @return whether nothing failed, and nothing cancelled it
	 */
	public boolean isSuccessful() {
		return this.failures.isEmpty() && !this.cancelled;
	}

	/**
	 * Return why it failed.
	 * @return the failures, in one line
	 */
	public String reason() {
		return String.join("; ", this.failures);
	}

	/**
	 * Return the numbers.
	 * @return the requests that were answered, the time and the statuses, in one line
	 */
	public String summary() {
		long answered = this.statuses.values().stream().mapToLong(Long::longValue).sum();
		String numbers = "%d %s in %d ms".formatted(answered, (answered == 1) ? "request" : "requests",
				this.duration.toMillis());
		return this.statuses.isEmpty() ? numbers
				: numbers + this.statuses.entrySet()
					.stream()
					.map((status) -> "%d: %d".formatted(status.getKey(), status.getValue()))
					.collect(Collectors.joining(", ", " (", ")"));
	}

}
