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
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
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
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link SnapshotWriter} and {@link SnapshotReader}.
 */
class SnapshotCodecTests {

	private static final Labels LABELS = Labels.of("uri", "/größe", "method", "GET");

	private static final Exemplar EXEMPLAR = new Exemplar(0.25, Labels.of("trace_id", "abc"), 1_700_000_000_123L);

	@Test
	void everyKindOfMetricComesBack() {
		MetricSnapshots metrics = new MetricSnapshots(counter(), gauge(), histogram("classic", false, classicPoint()),
				histogram("native", false, nativePoint()), histogram("now", true, bothPoint()), summary(),
				new InfoSnapshot(new MetricMetadata("build", "about"),
						List.of(new InfoDataPointSnapshot(Labels.of("version", "1")))),
				new StateSetSnapshot(new MetricMetadata("state"),
						List.of(new StateSetDataPointSnapshot(new String[] { "on", "off" },
								new boolean[] { true, false }, LABELS))),
				new UnknownSnapshot(new MetricMetadata("unknown"),
						List.of(new UnknownDataPointSnapshot(Double.NaN, LABELS, EXEMPLAR, 5))));
		PrometheusSnapshot read = SnapshotReader
			.read(SnapshotWriter.write(new PrometheusSnapshot(metrics, Set.of("http_active"))));
		assertThat(read.momentary()).containsExactly("http_active");
		assertThat(read.metrics()).usingRecursiveComparison()
			.withEqualsForType(Double::equals, Double.class)
			.isEqualTo(metrics);
	}

	@Test
	void manyLikeSeriesAreSmall() {
		List<CounterDataPointSnapshot> points = IntStream.range(0, 1000)
			.mapToObj((i) -> new CounterDataPointSnapshot(i, Labels.of("method", "GET", "uri", "/orders/" + i), null,
					1_700_000_000_000L))
			.toList();
		byte[] bytes = SnapshotWriter.write(new PrometheusSnapshot(
				new MetricSnapshots(new CounterSnapshot(new MetricMetadata("orders"), points)), Set.of()));
		assertThat(bytes).hasSizeLessThan(20_000);
	}

	@Test
	void bytesOfNobodyFail() {
		byte[] bytes = SnapshotWriter.write(new PrometheusSnapshot(new MetricSnapshots(counter()), Set.of()));
		for (int length = 0; length < bytes.length; length++) {
			byte[] part = Arrays.copyOf(bytes, length);
			assertThatException().isThrownBy(() -> SnapshotReader.read(part));
		}
	}

	private static MetricSnapshot counter() {
		return new CounterSnapshot(
				new MetricMetadata("sent_bytes", "sent_bytes_total", "sent.bytes", "how much", Unit.BYTES),
				List.of(new CounterDataPointSnapshot(1e300, LABELS, EXEMPLAR, 7, 9),
						new CounterDataPointSnapshot(0, Labels.EMPTY, null, 0)));
	}

	private static MetricSnapshot gauge() {
		return new GaugeSnapshot(new MetricMetadata("level"),
				List.of(new GaugeDataPointSnapshot(Double.NEGATIVE_INFINITY, LABELS, EXEMPLAR)));
	}

	private static MetricSnapshot histogram(String name, boolean gauge, HistogramDataPointSnapshot point) {
		return new HistogramSnapshot(gauge, new MetricMetadata(name), List.of(point));
	}

	private static HistogramDataPointSnapshot classicPoint() {
		return new HistogramDataPointSnapshot(classicBuckets(), 12.5, LABELS, Exemplars.of(EXEMPLAR, EXEMPLAR), 3);
	}

	private static HistogramDataPointSnapshot nativePoint() {
		return new HistogramDataPointSnapshot(-2, 3, 0.001,
				NativeHistogramBuckets.of(new int[] { -5, 7 }, new long[] { 1, 2 }),
				NativeHistogramBuckets.of(new int[] { 0 }, new long[] { 4 }), 1, LABELS, Exemplars.EMPTY, 3);
	}

	private static HistogramDataPointSnapshot bothPoint() {
		return new HistogramDataPointSnapshot(classicBuckets(), 8, 0, 0,
				NativeHistogramBuckets.of(new int[] { 1 }, new long[] { 6 }), NativeHistogramBuckets.EMPTY, 1, LABELS,
				Exemplars.EMPTY, 3);
	}

	private static ClassicHistogramBuckets classicBuckets() {
		return ClassicHistogramBuckets.of(new double[] { 0.1, Double.POSITIVE_INFINITY }, new long[] { 2, 4 });
	}

	private static MetricSnapshot summary() {
		return new SummarySnapshot(new MetricMetadata("latency"), List.of(
				new SummaryDataPointSnapshot(4, 2.5, Quantiles.of(new Quantile(0.5, 0.1)), LABELS, Exemplars.EMPTY, 1),
				new SummaryDataPointSnapshot(-1, Double.NaN, Quantiles.EMPTY, Labels.EMPTY, Exemplars.EMPTY, 0)));
	}

}
