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

import java.util.Collection;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot as bytes, which a {@link SnapshotReader} reads.
 */
final class SnapshotWriter {

	private final BinaryWriter out = new BinaryWriter();

	private SnapshotWriter() {
	}

	static byte[] write(PrometheusSnapshot snapshot) {
		SnapshotWriter writer = new SnapshotWriter();
		writer.names(snapshot.momentary());
		writer.out.number(snapshot.metrics().size());
		snapshot.metrics().forEach(writer::metric);
		return writer.out.toBytes();
	}

	private void names(Collection<String> names) {
		this.out.number(names.size());
		names.forEach(this.out::text);
	}

	private void metric(MetricSnapshot metric) {
		MetricKind<?> kind = MetricKind.of(metric);
		MetricMetadata metadata = metric.getMetadata();
		this.out.text(kind.name())
			.text(metadata.getName())
			.text(metadata.getExpositionBaseName())
			.text(metadata.getOriginalName())
			.text(metadata.getHelp())
			.text((metadata.getUnit() != null) ? metadata.getUnit().toString() : null)
			.number(metric.getDataPoints().size());
		metric.getDataPoints().forEach(this::point);
	}

	private void point(DataPointSnapshot point) {
		labels(point.getLabels());
		this.out.number(point.getCreatedTimestampMillis()).number(point.getScrapeTimestampMillis());
		if (point instanceof CounterDataPointSnapshot counter) {
			this.out.decimal(counter.getValue());
			exemplar(counter.getExemplar());
		}
		else if (point instanceof GaugeDataPointSnapshot gauge) {
			this.out.decimal(gauge.getValue());
			exemplar(gauge.getExemplar());
		}
		else if (point instanceof UnknownDataPointSnapshot unknown) {
			this.out.decimal(unknown.getValue());
			exemplar(unknown.getExemplar());
		}
		else if (point instanceof HistogramDataPointSnapshot histogram) {
			histogram(histogram);
		}
		else if (point instanceof SummaryDataPointSnapshot summary) {
			summary(summary);
		}
		else if (point instanceof StateSetDataPointSnapshot states) {
			this.out.number(states.size());
			for (int i = 0; i < states.size(); i++) {
				this.out.text(states.getName(i)).flag(states.isTrue(i));
			}
		}
	}

	private void histogram(HistogramDataPointSnapshot histogram) {
		this.out.decimal(histogram.getSum());
		ClassicHistogramBuckets classic = histogram.getClassicBuckets();
		this.out.number(classic.size());
		for (int i = 0; i < classic.size(); i++) {
			this.out.decimal(classic.getUpperBound(i)).number(classic.getCount(i));
		}
		this.out.flag(histogram.hasNativeHistogramData());
		if (histogram.hasNativeHistogramData()) {
			this.out.signed(histogram.getNativeSchema())
				.number(histogram.getNativeZeroCount())
				.decimal(histogram.getNativeZeroThreshold());
			buckets(histogram.getNativeBucketsForPositiveValues());
			buckets(histogram.getNativeBucketsForNegativeValues());
		}
		exemplars(histogram.getExemplars());
	}

	private void buckets(NativeHistogramBuckets buckets) {
		this.out.number(buckets.size());
		for (int i = 0; i < buckets.size(); i++) {
			this.out.signed(buckets.getBucketIndex(i)).number(buckets.getCount(i));
		}
	}

	private void summary(SummaryDataPointSnapshot summary) {
		this.out.signed(summary.getCount()).decimal(summary.getSum()).number(summary.getQuantiles().size());
		for (Quantile quantile : summary.getQuantiles()) {
			this.out.decimal(quantile.getQuantile()).decimal(quantile.getValue());
		}
		exemplars(summary.getExemplars());
	}

	private void exemplars(Exemplars exemplars) {
		this.out.number(exemplars.size());
		exemplars.forEach(this::exemplar);
	}

	private void exemplar(@Nullable Exemplar exemplar) {
		this.out.flag(exemplar != null);
		if (exemplar != null) {
			this.out.decimal(exemplar.getValue()).number(exemplar.getTimestampMillis());
			labels(exemplar.getLabels());
		}
	}

	private void labels(Labels labels) {
		this.out.number(labels.size());
		for (int i = 0; i < labels.size(); i++) {
			this.out.text(labels.getName(i)).text(labels.getValue(i));
		}
	}

}
