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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.clusterboot.spring.settings.GaugeMode;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link SnapshotMerge}, {@link HistogramMerge} and {@link PrometheusFolding}.
 */
class SnapshotMergeTests {

	private static final double[] BOUNDS = { 0.1, 1, 5, 10, Double.POSITIVE_INFINITY };

	private final Random random = new Random(42);

	@Test
	void countersAreSummedByLabelsAndBeganWithTheFirst() {
		MetricSnapshots merged = merge(
				counter(new CounterDataPointSnapshot(1, Labels.of("uri", "/a"), null, 200),
						new CounterDataPointSnapshot(2, Labels.of("uri", "/b"), null, 200)),
				counter(new CounterDataPointSnapshot(10, Labels.of("uri", "/a"), null, 100)));
		CounterSnapshot counter = (CounterSnapshot) merged.get(0);
		assertThat(counter.getDataPoints()).extracting(CounterDataPointSnapshot::getValue).containsExactly(11.0, 2.0);
		assertThat(counter.getDataPoints().get(0).getCreatedTimestampMillis()).isEqualTo(100);
	}

	@ParameterizedTest
	@CsvSource({ "tomcat_threads_busy_threads, 12", "system_cpu_usage, 10", "orders_open, 2", "orders_max, 10",
			"orders_max_seconds, 10" })
	void gaugesOfAKnownModeBecomeOne(String name, double expected) {
		MetricSnapshots merged = merge(gauge(name, 2), gauge(name, 10));
		assertThat(((GaugeSnapshot) merged.get(0)).getDataPoints()).singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isEqualTo(expected))
			.satisfies((point) -> assertThat(point.getLabels().size()).isZero());
	}

	@Test
	void otherGaugesAreThoseOfTheirWorkers() {
		MetricSnapshots merged = merge(gauge("jvm_memory_max_bytes", 2), gauge("jvm_memory_max_bytes", 10));
		assertThat(((GaugeSnapshot) merged.get(0)).getDataPoints())
			.extracting((point) -> point.getLabels() + "=" + point.getValue())
			.containsExactly("{slot=\"0\",worker=\"1\"}=2.0", "{slot=\"1\",worker=\"2\"}=10.0");
	}

	@Test
	void infoIsThereOnceAndQuantilesAreLeftOut() {
		MetricSnapshot info = new InfoSnapshot(new MetricMetadata("build"),
				List.of(new InfoDataPointSnapshot(Labels.of("version", "1"))));
		MetricSnapshot summary = new SummarySnapshot(new MetricMetadata("latency"),
				List.of(new SummaryDataPointSnapshot(3, 1.5, Quantiles.of(new Quantile(0.5, 1)), Labels.EMPTY,
						Exemplars.EMPTY, 0)));
		MetricSnapshots merged = merge(new MetricSnapshots(info, summary), new MetricSnapshots(info, summary));
		assertThat(merged.get(0).getDataPoints()).hasSize(1);
		SummaryDataPointSnapshot point = ((SummarySnapshot) merged.get(1)).getDataPoints().get(0);
		assertThat(point.getCount()).isEqualTo(6);
		assertThat(point.getSum()).isEqualTo(3);
		assertThat(point.getQuantiles().size()).isZero();
	}

	@Test
	void bucketsWithOtherBoundsStayAndTheCountIsRight() {
		for (int round = 0; round < 200; round++) {
			HistogramDataPointSnapshot one = classic();
			HistogramDataPointSnapshot other = classic();
			HistogramDataPointSnapshot sum = HistogramMerge.sum(one, other);
			assertThat(sum.getCount()).isEqualTo(one.getCount() + other.getCount());
			Set<Double> bounds = new TreeSet<>();
			one.getClassicBuckets().forEach((bucket) -> bounds.add(bucket.getUpperBound()));
			other.getClassicBuckets().forEach((bucket) -> bounds.add(bucket.getUpperBound()));
			assertThat(sum.getClassicBuckets().stream().map((bucket) -> bucket.getUpperBound()))
				.containsExactlyElementsOf(bounds);
			for (double bound : BOUNDS) {
				if (hasBound(one, bound) && hasBound(other, bound)) {
					assertThat(upTo(sum, bound)).isEqualTo(upTo(one, bound) + upTo(other, bound));
				}
			}
		}
	}

	@Test
	void nativeBucketsGetTheCoarserResolution() {
		for (int round = 0; round < 200; round++) {
			double[] values = this.random.doubles(50, 0.01, 100).toArray();
			int fine = this.random.nextInt(13) - 4;
			int coarse = this.random.nextInt(fine + 5) - 4;
			HistogramDataPointSnapshot sum = HistogramMerge.sum(ofNative(fine, values), ofNative(coarse, values));
			assertThat(sum.getNativeSchema()).isEqualTo(coarse);
			assertThat(sum.getCount()).isEqualTo(100);
			HistogramDataPointSnapshot expected = ofNative(coarse, values);
			NativeHistogramBuckets buckets = sum.getNativeBucketsForPositiveValues();
			assertThat(buckets.stream().map((bucket) -> bucket.getBucketIndex() + ":" + bucket.getCount()))
				.containsExactlyElementsOf(expected.getNativeBucketsForPositiveValues()
					.stream()
					.map((bucket) -> bucket.getBucketIndex() + ":" + 2 * bucket.getCount())
					.toList());
		}
	}

	@Test
	void bucketsBelowTheLargerThresholdGoToTheZeroBucket() {
		HistogramDataPointSnapshot narrow = new HistogramDataPointSnapshot(0, 1, 0.25,
				NativeHistogramBuckets.of(new int[] { 0, 1, 3 }, new long[] { 1, 2, 4 }), NativeHistogramBuckets.EMPTY,
				0, Labels.EMPTY, Exemplars.EMPTY, 0);
		HistogramDataPointSnapshot wide = new HistogramDataPointSnapshot(0, 10, 1.5, NativeHistogramBuckets.EMPTY,
				NativeHistogramBuckets.EMPTY, 0, Labels.EMPTY, Exemplars.EMPTY, 0);
		HistogramDataPointSnapshot sum = HistogramMerge.sum(narrow, wide);
		assertThat(sum.getNativeZeroThreshold()).isEqualTo(2);
		assertThat(sum.getNativeZeroCount()).isEqualTo(14);
		assertThat(sum.getCount()).isEqualTo(18);
	}

	@Test
	void sumsStayWhenWorkersEndInAnyOrder() {
		List<PrometheusSnapshot> workers = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			workers.add(new PrometheusSnapshot(new MetricSnapshots(counterMetric(this.random.nextInt(100)),
					new HistogramSnapshot(new MetricMetadata("latency"), List.of(classic()))), Set.of()));
		}
		PrometheusFolding folding = new PrometheusFolding(1000);
		byte[] base = null;
		double all = count(workers, null);
		while (!workers.isEmpty()) {
			PrometheusSnapshot last = workers.remove(this.random.nextInt(workers.size()));
			base = folding.fold(base, SnapshotWriter.write(last)).base();
			assertThat(count(workers, base)).isEqualTo(all, within(1e-6));
		}
	}

	@Test
	void onlyWhatCountsStaysOfAWorkerThatEnded() {
		MetricSnapshot active = new SummarySnapshot(new MetricMetadata("http_active_seconds"),
				List.of(new SummaryDataPointSnapshot(3, 1.5, Quantiles.EMPTY, Labels.EMPTY, Exemplars.EMPTY, 0)));
		MetricSnapshot gaugeHistogram = new HistogramSnapshot(true, new MetricMetadata("queue"), List.of(classic()));
		MetricSnapshots metrics = new MetricSnapshots(counterMetric(1), gauge("level", 1).get(0), active,
				gaugeHistogram);
		byte[] base = new PrometheusFolding(1000)
			.fold(null, SnapshotWriter.write(new PrometheusSnapshot(metrics, Set.of("http_active_seconds"))))
			.base();
		assertThat(SnapshotReader.read(base).metrics().stream()).singleElement()
			.satisfies((metric) -> assertThat(metric.getMetadata().getName()).isEqualTo("orders"));
	}

	@Test
	void baseIsBoundedAndWhatItHasGoesOnCounting() {
		PrometheusFolding folding = new PrometheusFolding(2);
		SnapshotFolding.Folded first = folding.fold(null, bytes(series("/a", "/b")));
		SnapshotFolding.Folded second = folding.fold(first.base(), bytes(series("/c", "/b")));
		assertThat(first.full()).isFalse();
		assertThat(second.full()).isTrue();
		CounterSnapshot counter = (CounterSnapshot) SnapshotReader.read(second.base()).metrics().get(0);
		assertThat(counter.getDataPoints()).extracting((point) -> point.getLabels() + "=" + point.getValue())
			.containsExactly("{uri=\"/a\"}=1.0", "{uri=\"/b\"}=2.0");
	}

	@Test
	void metricOfTwoKindsIsThatOfTheFirst() {
		MetricSnapshots merged = merge(new MetricSnapshots(counterMetric(1)), gauge("orders", 2));
		assertThat(merged.get(0)).isInstanceOf(CounterSnapshot.class);
		assertThat(merged.size()).isEqualTo(1);
	}

	private static double count(List<PrometheusSnapshot> workers, byte[] base) {
		SnapshotMerge merge = new SnapshotMerge(new GaugeModes(Map.of()), Integer.MAX_VALUE);
		for (int i = 0; i < workers.size(); i++) {
			merge.alive(workers.get(i), new WorkerLabels(i + 1, i));
		}
		if (base != null) {
			merge.ended(SnapshotReader.read(base));
		}
		double sum = 0;
		for (MetricSnapshot metric : merge.result()) {
			sum += (metric instanceof CounterSnapshot counter) ? counter.getDataPoints().get(0).getValue()
					: ((HistogramSnapshot) metric).getDataPoints().get(0).getCount();
		}
		return sum;
	}

	private static MetricSnapshots merge(MetricSnapshots... workers) {
		SnapshotMerge merge = new SnapshotMerge(new GaugeModes(Map.of("orders.open", GaugeMode.MIN)),
				Integer.MAX_VALUE);
		for (int i = 0; i < workers.length; i++) {
			merge.alive(new PrometheusSnapshot(workers[i], Set.of()), new WorkerLabels(i + 1, i));
		}
		return merge.result();
	}

	private static byte[] bytes(MetricSnapshots metrics) {
		return SnapshotWriter.write(new PrometheusSnapshot(metrics, Set.of()));
	}

	private static MetricSnapshots series(String... uris) {
		return counter(List.of(uris)
			.stream()
			.map((uri) -> new CounterDataPointSnapshot(1, Labels.of("uri", uri), null, 0))
			.toArray(CounterDataPointSnapshot[]::new));
	}

	private static MetricSnapshot counterMetric(double value) {
		return counter(new CounterDataPointSnapshot(value, Labels.EMPTY, null, 0)).get(0);
	}

	private static MetricSnapshots counter(CounterDataPointSnapshot... points) {
		return new MetricSnapshots(new CounterSnapshot(new MetricMetadata("orders"), List.of(points)));
	}

	private static MetricSnapshots gauge(String name, double value) {
		return new MetricSnapshots(new GaugeSnapshot(new MetricMetadata(name),
				List.of(new GaugeDataPointSnapshot(value, Labels.EMPTY, null))));
	}

	private HistogramDataPointSnapshot classic() {
		double[] bounds = IntStream.range(0, BOUNDS.length)
			.filter((i) -> i == BOUNDS.length - 1 || this.random.nextBoolean())
			.mapToDouble((i) -> BOUNDS[i])
			.toArray();
		long[] counts = this.random.longs(bounds.length, 0, 100).toArray();
		return new HistogramDataPointSnapshot(ClassicHistogramBuckets.of(bounds, counts), 1, Labels.EMPTY,
				Exemplars.EMPTY, 0);
	}

	private static boolean hasBound(HistogramDataPointSnapshot point, double bound) {
		return point.getClassicBuckets().stream().anyMatch((bucket) -> bucket.getUpperBound() == bound);
	}

	private static long upTo(HistogramDataPointSnapshot point, double bound) {
		return point.getClassicBuckets()
			.stream()
			.filter((bucket) -> bucket.getUpperBound() <= bound)
			.mapToLong((bucket) -> bucket.getCount())
			.sum();
	}

	private static HistogramDataPointSnapshot ofNative(int schema, double[] values) {
		Map<Integer, Long> counts = new TreeMap<>();
		for (double value : values) {
			int index = (int) Math.ceil(Math.log(value) / Math.log(2) * Math.pow(2, schema));
			counts.merge(index, 1L, Long::sum);
		}
		NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
		counts.forEach(buckets::bucket);
		return new HistogramDataPointSnapshot(schema, 0, 0, buckets.build(), NativeHistogramBuckets.EMPTY, 1,
				Labels.EMPTY, Exemplars.EMPTY, 0);
	}

}
