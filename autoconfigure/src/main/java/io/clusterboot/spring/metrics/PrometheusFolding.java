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

package io.clusterboot.spring.metrics;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Adds the counters, histograms and summaries of workers that ended.
 */
public final class PrometheusFolding implements SnapshotFolding {

	private final int maxSeries;

	/**
	 * Create a new instance.
	 * @param maxSeries the largest number of time series that are kept
	 */
	public PrometheusFolding(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	@Override
	public Folded fold(byte @Nullable [] base, byte[] last) {
		SnapshotMerge merge = new SnapshotMerge(new GaugeModes(Map.of()), this.maxSeries);
		if (base != null) {
			merge.ended(SnapshotReader.read(base));
		}
		merge.ended(SnapshotReader.read(last));
		return new Folded(SnapshotWriter.write(new PrometheusSnapshot(merge.result(), Set.of())), merge.isFull());
	}

}
