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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Adds the counts and totals of the meters of workers that ended.
 */
public final class MeterFolding implements SnapshotFolding {

	private final int maxSeries;

	/**
	 * Create a new instance.
	 * @param maxSeries the largest number of meters that are kept
	 */
	public MeterFolding(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	@Override
	public Folded fold(byte @Nullable [] base, byte[] last) {
		Map<Key, MeterSample> sums = new LinkedHashMap<>();
		boolean full = (base != null) && !add(MeterSample.read(base), sums);
		full |= !add(MeterSample.read(last), sums);
		return new Folded(MeterSample.write(new ArrayList<>(sums.values())), full);
	}

	private boolean add(List<MeterSample> samples, Map<Key, MeterSample> sums) {
		boolean complete = true;
		for (MeterSample sample : samples) {
			MeterSample counts = sample.ended();
			Key key = new Key(counts.name(), counts.tags());
			if (sums.size() < this.maxSeries || sums.containsKey(key)) {
				if (!counts.values().isEmpty()) {
					sums.merge(key, counts, MeterSample::plus);
				}
			}
			else {
				complete = false;
			}
		}
		return complete;
	}

	private record Key(String name, Map<String, String> tags) {

	}

}
