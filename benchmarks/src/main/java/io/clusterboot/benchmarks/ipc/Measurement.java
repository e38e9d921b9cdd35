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

package io.clusterboot.benchmarks.ipc;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of one trial, which it prints as one line of JSON.
 *
 * @param rate operations per second
 * @param cpu processor time per operation in microseconds, in both processes
 * @param p50 the median time of an operation in microseconds, if it was measured
 * @param p99 the 99th percentile in microseconds, if it was measured
 */
record Measurement(double rate, double cpu, @Nullable Double p50, @Nullable Double p99) {

	private static final JsonMapper mapper = JsonMapper.shared();

	/**
	 * Summarize times of single operations.
	 * @param sortedNanos the times, ascending
	 */
	static Measurement of(double rate, double cpu, long[] sortedNanos) {
		return new Measurement(rate, cpu, percentile(sortedNanos, 50), percentile(sortedNanos, 99));
	}

	private static double percentile(long[] sortedNanos, int percent) {
		return sortedNanos[(int) ((long) sortedNanos.length * percent / 100)] / 1e3;
	}

	static Measurement parse(String output) {
		return mapper.readValue(output, Measurement.class);
	}

	void print() {
		System.out.println(mapper.writeValueAsString(this));
	}

}
