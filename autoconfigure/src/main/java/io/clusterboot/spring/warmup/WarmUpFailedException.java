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

/**
 * A worker that has to be warm before it joins could not be warmed up.
 */
public final class WarmUpFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	private final String summary;

	/**
	 * Create a new instance.
	 * @param report what became of the warm-up
	 */
	public WarmUpFailedException(WarmUpReport report) {
		super("The warm-up failed: %s".formatted(report.reason()));
		this.reason = report.reason();
		this.summary = report.summary();
	}

	/**
	 * Return why it failed.
	 * @return the paths that failed and their statuses
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return the numbers.
	 * @return the requests that were answered, the time and the statuses
	 */
	public String summary() {
		return this.summary;
	}

}
