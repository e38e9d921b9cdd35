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

package io.clusterboot.cluster.control;

import java.io.IOException;
import java.time.Duration;

/**
 * The master has a connection and does not answer in time: its process is stopped, or it
 * hangs. What was asked for may be done later.
 */
public final class NoAnswerException extends IOException {

	private static final long serialVersionUID = 1L;

	private final Duration waited;

	NoAnswerException(Duration waited) {
		super("No answer within %d ms".formatted(waited.toMillis()));
		this.waited = waited;
	}

	/**
	 * Return how long the answer was waited for.
	 * @return the time
	 */
	public Duration waited() {
		return this.waited;
	}

}
