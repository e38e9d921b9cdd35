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

package io.clusterboot.cluster.worker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.jspecify.annotations.Nullable;

/**
 * Reports the heap of this process, and what its collector took, in its row of the
 * scoreboard, about once a second. The collector is asked only after a while, since the
 * classes for that would delay the start.
 */
public final class RuntimeReport implements HeartbeatObserver {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration COLLECTORS_AFTER = Duration.ofSeconds(5);

	private final ScoreboardRow row;

	private final long startNanos;

	private long lastNanos;

	private @Nullable List<GarbageCollectorMXBean> collectors;

	/**
	 * Create a report.
	 * @param row the row it is written to
	 */
	public RuntimeReport(ScoreboardRow row) {
		this(row, System.nanoTime());
	}

	RuntimeReport(ScoreboardRow row, long startNanos) {
		this.row = row;
		this.startNanos = startNanos;
		this.lastNanos = startNanos - INTERVAL.toNanos();
	}

	@Override
	public void beaten(long now, long pausedNanos) {
		if (now - this.lastNanos < INTERVAL.toNanos()) {
			return;
		}
		this.lastNanos = now;
		Runtime runtime = Runtime.getRuntime();
		this.row.heap(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
		if (now - this.startNanos >= COLLECTORS_AFTER.toNanos()) {
			if (this.collectors == null) {
				this.collectors = ManagementFactory.getGarbageCollectorMXBeans();
			}
			// -1 where it is not known
			this.row.collectionTime(this.collectors.stream()
				.mapToLong((collector) -> Math.max(0, collector.getCollectionTime()))
				.sum());
		}
	}

}
