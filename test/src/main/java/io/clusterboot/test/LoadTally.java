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

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.clusterboot.test.load.ProbeAnswer;

/**
 * Counts what the clients of a probe see, and wakes the threads that wait for it. May be
 * used from any thread.
 */
final class LoadTally {

	private final Map<Integer, Long> statuses = new HashMap<>();

	private final Map<String, Long> byWorker = new HashMap<>();

	private final Map<FailedRequest.Kind, Long> failed = new EnumMap<>(FailedRequest.Kind.class);

	private final List<FailedRequest> failures = new ArrayList<>();

	private long answered;

	private long repeated;

	private long closedByServer;

	synchronized void answered(ProbeAnswer answer, String worker) {
		this.statuses.merge(answer.status(), 1L, Long::sum);
		if (!worker.isEmpty()) {
			this.byWorker.merge(worker, 1L, Long::sum);
		}
		if (answer.status() < 500) {
			this.answered++;
		}
		notifyAll();
	}

	synchronized void failed(FailedRequest failure) {
		this.failed.merge(failure.kind(), 1L, Long::sum);
		if (this.failures.size() < LoadReport.MAX_FAILURES) {
			this.failures.add(failure);
		}
		notifyAll();
	}

	synchronized void repeated() {
		this.repeated++;
	}

	synchronized void closedByServer() {
		this.closedByServer++;
	}

	synchronized LoadReport report() {
		return new LoadReport(this.answered, count(FailedRequest.Kind.LOST), count(FailedRequest.Kind.NOT_CONNECTED),
				count(FailedRequest.Kind.SERVER_ERROR), this.repeated, this.closedByServer, this.statuses,
				this.byWorker, this.failures);
	}

	private long count(FailedRequest.Kind kind) {
		return this.failed.getOrDefault(kind, 0L);
	}

	/**
	 * Wait until what was seen is as expected.
	 */
	synchronized void await(String expected, Predicate<LoadReport> condition, Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		while (!condition.test(report())) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				throw new AssertionError("Not within %s: %s, but %s".formatted(timeout, expected, report()));
			}
			try {
				wait(left / 1_000_000 + 1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted waiting for " + expected, ex);
			}
		}
	}

}
