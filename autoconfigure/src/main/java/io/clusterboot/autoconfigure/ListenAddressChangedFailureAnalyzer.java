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

import io.clusterboot.spring.settings.ListenAddressChangedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the property for which a worker has another value than its master.
 */
class ListenAddressChangedFailureAnalyzer extends AbstractFailureAnalyzer<ListenAddressChangedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ListenAddressChangedException cause) {
		return new FailureAnalysis("""
				This worker would listen elsewhere than its master, where no client would reach it:

				    Property: %s
				    Master:   %s
				    Worker:   %s""".formatted(cause.key(), cause.master(), cause.worker()),
				"Restart the master to listen with the new value, or restore the old value of '%s'. A rolling restart cannot change where the cluster listens."
					.formatted(cause.key()),
				cause);
	}

}
