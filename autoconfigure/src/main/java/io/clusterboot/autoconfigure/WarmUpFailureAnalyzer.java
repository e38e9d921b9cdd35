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

import io.clusterboot.spring.warmup.WarmUpFailedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the requests of a warm-up that failed.
 */
class WarmUpFailureAnalyzer extends AbstractFailureAnalyzer<WarmUpFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WarmUpFailedException cause) {
		return new FailureAnalysis(
				"The warm-up of this worker failed: %s (%s)".formatted(cause.reason(), cause.summary()),
				"Look up in the log why these requests failed, or change cluster.warm-up.paths, .requests or .timeout. "
						+ "With cluster.warm-up.required=false, a worker whose warm-up fails joins with a warning.",
				cause);
	}

}
