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

package io.clusterboot.test;

import java.util.Arrays;
import java.util.List;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what a {@link LoadProbe} has seen so far: {@code assertThat(probe)}.
 */
public final class LoadProbeAssert extends AbstractAssert<LoadProbeAssert, LoadProbe> {

	LoadProbeAssert(LoadProbe probe) {
		super(probe, LoadProbeAssert.class);
	}

	/**
	 * Requests were answered, and all of them were: none was lost, every connection was
	 * opened, and there was no status from 500 on.
	 * @return this assertion
	 */
	public LoadProbeAssert hasLostNothing() {
		LoadReport report = report();
		if (report.failed() > 0 || report.answered() == 0) {
			failWithMessage("%s (expected: requests, and all answered)", report);
		}
		return this;
	}

	/**
	 * Requests were lost: sent, and not answered completely.
	 * @return this assertion
	 */
	public LoadProbeAssert hasLostRequests() {
		LoadReport report = report();
		if (report.lost() == 0) {
			failWithMessage("%s (expected: requests that were lost)", report);
		}
		return this;
	}

	/**
	 * Every connection was opened.
	 * @return this assertion
	 */
	public LoadProbeAssert wasAlwaysConnected() {
		LoadReport report = report();
		if (report.notConnected() > 0) {
			failWithMessage("%s (expected: all connected)", report);
		}
		return this;
	}

	/**
	 * A number of requests was answered.
	 * @param count the smallest number
	 * @return this assertion
	 */
	public LoadProbeAssert hasAnswersAtLeast(long count) {
		LoadReport report = report();
		if (report.answered() < count) {
			failWithMessage("%s (expected: at least %d answered)", report, count);
		}
		return this;
	}

	/**
	 * Each of the workers has answered, which needs answers that name them.
	 * @param workers the workers
	 * @return this assertion
	 */
	public LoadProbeAssert wasAnsweredBy(WorkerProcess... workers) {
		return wasAnsweredBy(Arrays.asList(workers));
	}

	/**
	 * Each of the workers has answered, which needs answers that name them.
	 * @param workers the workers
	 * @return this assertion
	 */
	public LoadProbeAssert wasAnsweredBy(List<WorkerProcess> workers) {
		LoadReport report = report();
		List<WorkerProcess> silent = workers.stream()
			.filter((worker) -> !report.byWorker().containsKey(Integer.toString(worker.id())))
			.toList();
		if (!silent.isEmpty()) {
			failWithMessage("%s (expected: answers of %s)", report, silent);
		}
		return this;
	}

	private LoadReport report() {
		isNotNull();
		return this.actual.report();
	}

}
