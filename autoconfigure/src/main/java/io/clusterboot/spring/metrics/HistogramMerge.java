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

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;

/**
 * The sum of two histograms. Classic buckets with other bounds stay: what one histogram
 * counted up to a bound that only it has may belong to a smaller bound of the other one.
 * Native buckets get the resolution of the coarser histogram.
 */
final class HistogramMerge {

	private HistogramMerge() {
	}

	static HistogramDataPointSnapshot sum(HistogramDataPointSnapshot one, HistogramDataPointSnapshot other) {
		boolean bothNative = one.hasNativeHistogramData() && other.hasNativeHistogramData();
		boolean bothClassic = one.hasClassicHistogramData() && other.hasClassicHistogramData();
		ClassicHistogramBuckets buckets = (bothClassic || !bothNative) ? classic(one, other)
				: ClassicHistogramBuckets.EMPTY;
		double sum = one.getSum() + other.getSum();
		long created = PointMerge.earlier(one.getCreatedTimestampMillis(), other.getCreatedTimestampMillis());
		if (!bothNative) {
			return new HistogramDataPointSnapshot(buckets, sum, one.getLabels(), PointMerge.exemplars(one, other),
					created);
		}
		int schema = Math.min(one.getNativeSchema(), other.getNativeSchema());
		ZeroBucket zero = ZeroBucket.of(one, other, schema);
		return new HistogramDataPointSnapshot(buckets, schema, zero.count, zero.threshold, zero.buckets(zero.positive),
				zero.buckets(zero.negative), sum, one.getLabels(), PointMerge.exemplars(one, other), created);
	}

	private static ClassicHistogramBuckets classic(HistogramDataPointSnapshot one, HistogramDataPointSnapshot other) {
		Map<Double, Long> counts = new TreeMap<>();
		for (HistogramDataPointSnapshot point : Arrays.asList(one, other)) {
			ClassicHistogramBuckets buckets = point.getClassicBuckets();
			if (buckets.isEmpty()) {
				counts.merge(Double.POSITIVE_INFINITY, point.getCount(), Long::sum);
			}
			for (int i = 0; i < buckets.size(); i++) {
				counts.merge(buckets.getUpperBound(i), buckets.getCount(i), Long::sum);
			}
		}
		return ClassicHistogramBuckets.of(counts.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
				counts.values().stream().mapToLong(Long::longValue).toArray());
	}

	/**
	 * Return a histogram without exemplars.
	 */
	static HistogramDataPointSnapshot withoutExemplars(HistogramDataPointSnapshot point) {
		int schema = point.hasNativeHistogramData() ? point.getNativeSchema() : HistogramSnapshot.CLASSIC_HISTOGRAM;
		return new HistogramDataPointSnapshot(point.getClassicBuckets(), schema, point.getNativeZeroCount(),
				point.getNativeZeroThreshold(), point.getNativeBucketsForPositiveValues(),
				point.getNativeBucketsForNegativeValues(), point.getSum(), point.getLabels(), Exemplars.EMPTY,
				point.getCreatedTimestampMillis());
	}

	/**
	 * The native buckets of two histograms: the one of all values near 0, and those
	 * beyond its threshold.
	 */
	private static final class ZeroBucket {

		private final int schema;

		private final TreeMap<Integer, Long> positive = new TreeMap<>();

		private final TreeMap<Integer, Long> negative = new TreeMap<>();

		private long count;

		private double threshold;

		private ZeroBucket(int schema, double threshold) {
			this.schema = schema;
			this.threshold = threshold;
		}

		static ZeroBucket of(HistogramDataPointSnapshot one, HistogramDataPointSnapshot other, int schema) {
			ZeroBucket zero = new ZeroBucket(schema,
					Math.max(one.getNativeZeroThreshold(), other.getNativeZeroThreshold()));
			zero.add(one);
			zero.add(other);
			if (one.getNativeZeroThreshold() != other.getNativeZeroThreshold()) {
				zero.takeIn(zero.positive);
				zero.takeIn(zero.negative);
				zero.takeIn(zero.positive);
			}
			return zero;
		}

		private void add(HistogramDataPointSnapshot point) {
			int shift = point.getNativeSchema() - this.schema;
			this.count += point.getNativeZeroCount();
			add(point.getNativeBucketsForPositiveValues(), shift, this.positive);
			add(point.getNativeBucketsForNegativeValues(), shift, this.negative);
		}

		private static void add(NativeHistogramBuckets buckets, int shift, Map<Integer, Long> target) {
			for (int i = 0; i < buckets.size(); i++) {
				target.merge(((buckets.getBucketIndex(i) - 1) >> shift) + 1, buckets.getCount(i), Long::sum);
			}
		}

		/**
		 * Take in the buckets that begin below the threshold, and raise it to the end of
		 * the last one that has values.
		 */
		private void takeIn(TreeMap<Integer, Long> buckets) {
			while (!buckets.isEmpty() && upperBound(buckets.firstKey() - 1) < this.threshold) {
				Map.Entry<Integer, Long> first = buckets.pollFirstEntry();
				this.count += first.getValue();
				if (first.getValue() > 0) {
					this.threshold = Math.max(this.threshold, upperBound(first.getKey()));
				}
			}
		}

		private double upperBound(int index) {
			return Math.pow(2, index * Math.pow(2, -this.schema));
		}

		NativeHistogramBuckets buckets(TreeMap<Integer, Long> counts) {
			return NativeHistogramBuckets.of(counts.keySet().stream().mapToInt(Integer::intValue).toArray(),
					counts.values().stream().mapToLong(Long::longValue).toArray());
		}

	}

}
