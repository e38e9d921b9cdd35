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

package io.clusterboot.benchmarks.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long things are warmed up and measured.
 */
public enum Effort {

	/**
	 * Shows that everything runs, not how fast it is.
	 */
	SHORT(10, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")),

	/**
	 * For figures to rely on.
	 */
	FULL(1, List.of());

	private static final long LEAST_MILLIS = 1000;

	private final int divisor;

	private final List<String> jvmOptions;

	Effort(int divisor, List<String> jvmOptions) {
		this.divisor = divisor;
		this.jvmOptions = jvmOptions;
	}

	/**
	 * Return whether this is the short form.
	 * @return whether it is
	 */
	public boolean isShort() {
		return this == SHORT;
	}

	/**
	 * Return a duration: as given, or a part of it.
	 * @param full the duration for figures to rely on
	 * @return the duration, at least a second
	 */
	public Duration of(Duration full) {
		long millis = full.toMillis() / this.divisor;
		return (millis < LEAST_MILLIS) ? Duration.ofMillis(LEAST_MILLIS) : Duration.ofMillis(millis);
	}

	/**
	 * Return a number of seconds: as given, or a part of it.
	 * @param full the seconds for figures to rely on
	 * @return the duration, at least a second
	 */
	public Duration seconds(int full) {
		return of(Duration.ofSeconds(full));
	}

	/**
	 * Return the options of all JVMs.
	 * @return options that make a start cheap, or none
	 */
	public List<String> jvmOptions() {
		return this.jvmOptions;
	}

}
