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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Reads a snapshot from the bytes that a {@link SnapshotWriter} wrote.
 */
final class SnapshotReader {

	private final BinaryReader in;

	private SnapshotReader(BinaryReader in) {
		this.in = in;
	}

	/**
	 * Read a snapshot.
	 * @throws RuntimeException if it is none
	 */
	static PrometheusSnapshot read(byte[] bytes) {
		SnapshotReader reader = new SnapshotReader(new BinaryReader(bytes));
		Set<String> momentary = new LinkedHashSet<>();
		for (int i = reader.in.size(); i > 0; i--) {
			momentary.add(reader.in.text());
		}
		List<MetricSnapshot> metrics = new ArrayList<>();
		for (int i = reader.in.size(); i > 0; i--) {
			metrics.add(reader.metric());
		}
		return new PrometheusSnapshot(new MetricSnapshots(metrics), momentary);
	}

	private MetricSnapshot metric() {
		MetricKind<?> kind = MetricKind.named(this.in.text());
		String name = this.in.text();
		String expositionBaseName = this.in.text();
		String originalName = this.in.text();
		String help = this.in.optionalText();
		String unit = this.in.optionalText();
		MetricMetadata metadata = new MetricMetadata(name, expositionBaseName, originalName, help,
				(unit != null) ? new Unit(unit) : null);
		List<DataPointSnapshot> points = new ArrayList<>();
		for (int i = this.in.size(); i > 0; i--) {
			points.add(point(kind));
		}
		return kind.metric(metadata, points);
	}

	private DataPointSnapshot point(MetricKind<?> kind) {
		Labels labels = labels();
		long created = this.in.number();
		long scraped = this.in.number();
		Class<?> type = kind.pointType();
		if (type == CounterDataPointSnapshot.class) {
			return new CounterDataPointSnapshot(this.in.decimal(), labels, exemplar(), created, scraped);
		}
		if (type == GaugeDataPointSnapshot.class) {
			return new GaugeDataPointSnapshot(this.in.decimal(), labels, exemplar(), scraped);
		}
		if (type == UnknownDataPointSnapshot.class) {
			return new UnknownDataPointSnapshot(this.in.decimal(), labels, exemplar(), scraped);
		}
		if (type == HistogramDataPointSnapshot.class) {
			return histogram(labels, created, scraped);
		}
		if (type == SummaryDataPointSnapshot.class) {
			return summary(labels, created, scraped);
		}
		if (type == StateSetDataPointSnapshot.class) {
			return states(labels, scraped);
		}
		return new InfoDataPointSnapshot(labels, scraped);
	}

	private StateSetDataPointSnapshot states(Labels labels, long scraped) {
		String[] names = new String[this.in.size()];
		boolean[] values = new boolean[names.length];
		for (int i = 0; i < names.length; i++) {
			names[i] = this.in.text();
			values[i] = this.in.flag();
		}
		return new StateSetDataPointSnapshot(names, values, labels, scraped);
	}

	private HistogramDataPointSnapshot histogram(Labels labels, long created, long scraped) {
		double sum = this.in.decimal();
		double[] bounds = new double[this.in.size()];
		long[] counts = new long[bounds.length];
		for (int i = 0; i < bounds.length; i++) {
			bounds[i] = this.in.decimal();
			counts[i] = this.in.number();
		}
		ClassicHistogramBuckets classic = (bounds.length > 0) ? ClassicHistogramBuckets.of(bounds, counts)
				: ClassicHistogramBuckets.EMPTY;
		int schema = HistogramSnapshot.CLASSIC_HISTOGRAM;
		long zeroCount = 0;
		double zeroThreshold = 0;
		NativeHistogramBuckets positive = NativeHistogramBuckets.EMPTY;
		NativeHistogramBuckets negative = NativeHistogramBuckets.EMPTY;
		if (this.in.flag()) {
			schema = (int) this.in.signed();
			zeroCount = this.in.number();
			zeroThreshold = this.in.decimal();
			positive = buckets();
			negative = buckets();
		}
		return new HistogramDataPointSnapshot(classic, schema, zeroCount, zeroThreshold, positive, negative, sum,
				labels, exemplars(), created, scraped);
	}

	private NativeHistogramBuckets buckets() {
		int[] indexes = new int[this.in.size()];
		long[] counts = new long[indexes.length];
		for (int i = 0; i < indexes.length; i++) {
			indexes[i] = (int) this.in.signed();
			counts[i] = this.in.number();
		}
		return NativeHistogramBuckets.of(indexes, counts);
	}

	private SummaryDataPointSnapshot summary(Labels labels, long created, long scraped) {
		long count = this.in.signed();
		double sum = this.in.decimal();
		Quantiles.Builder quantiles = Quantiles.builder();
		for (int i = this.in.size(); i > 0; i--) {
			quantiles.quantile(this.in.decimal(), this.in.decimal());
		}
		return new SummaryDataPointSnapshot(count, sum, quantiles.build(), labels, exemplars(), created, scraped);
	}

	private Exemplars exemplars() {
		List<Exemplar> exemplars = new ArrayList<>();
		for (int i = this.in.size(); i > 0; i--) {
			exemplars.add(Objects.requireNonNull(exemplar()));
		}
		return Exemplars.of(exemplars);
	}

	private @Nullable Exemplar exemplar() {
		if (!this.in.flag()) {
			return null;
		}
		double value = this.in.decimal();
		long timestamp = this.in.number();
		return new Exemplar(value, labels(), timestamp);
	}

	private Labels labels() {
		String[] names = new String[this.in.size()];
		String[] values = new String[names.length];
		for (int i = 0; i < names.length; i++) {
			names[i] = this.in.text();
			values[i] = this.in.text();
		}
		return Labels.of(names, values);
	}

}
