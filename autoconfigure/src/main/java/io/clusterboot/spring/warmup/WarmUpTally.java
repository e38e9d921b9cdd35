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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts the answers of a warm-up, and the first failure of each target. May be used from
 * any thread.
 */
final class WarmUpTally {

	private final WarmUpPlan plan;

	private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

	private final Map<WarmUpTarget, LongAdder> answered = new ConcurrentHashMap<>();

	private final Map<WarmUpTarget, String> failures = new ConcurrentHashMap<>();

	WarmUpTally(WarmUpPlan plan) {
		this.plan = plan;
	}

	void answered(WarmUpTarget target, int status) {
		this.statuses.computeIfAbsent(status, (key) -> new LongAdder()).increment();
		this.answered.computeIfAbsent(target, (key) -> new LongAdder()).increment();
		if (!target.accepts(status)) {
			this.failures.putIfAbsent(target, "%s answered %d".formatted(target, status));
		}
	}

	void failed(WarmUpTarget target, IOException cause) {
		this.failures.putIfAbsent(target, "%s failed: %s".formatted(target, cause));
	}

	boolean hasFailed(WarmUpTarget target) {
		return this.failures.containsKey(target);
	}

	SortedMap<Integer, Long> statuses() {
		SortedMap<Integer, Long> sums = new TreeMap<>();
		this.statuses.forEach((status, count) -> sums.put(status, count.sum()));
		return sums;
	}

	/**
	 * Return the failures, in the order of the targets.
	 */
	List<String> failures() {
		List<String> all = new ArrayList<>();
		for (WarmUpTarget target : this.plan.targets()) {
			String failure = this.failures.get(target);
			if (failure != null) {
				all.add(failure);
			}
		}
		return all;
	}

	/**
	 * Return the failures, and how far each of the other targets came.
	 */
	List<String> failuresAtTimeout() {
		List<String> all = new ArrayList<>(failures());
		for (WarmUpTarget target : this.plan.targets()) {
			long count = count(this.answered.get(target));
			if (!hasFailed(target) && count < this.plan.requests()) {
				all.add("%s answered %d of %d requests within %d ms".formatted(target, count, this.plan.requests(),
						this.plan.timeout().toMillis()));
			}
		}
		return all;
	}

	private static long count(@Nullable LongAdder adder) {
		return (adder != null) ? adder.sum() : 0;
	}

}
