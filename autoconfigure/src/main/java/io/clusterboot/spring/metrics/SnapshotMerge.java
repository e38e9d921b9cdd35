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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.clusterboot.spring.settings.GaugeMode;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one snapshot out of those of several processes. Counters, histograms and
 * summaries are summed by their labels, gauges by their mode; what says something of one
 * process only has the labels of its worker. Where two processes disagree on the kind of
 * a metric, the one that was added first counts, so the newest should be.
 */
final class SnapshotMerge {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotMerge.class);

	private final Map<String, Merged> metrics = new LinkedHashMap<>();

	private final GaugeModes modes;

	private final int maxSeries;

	private int series;

	private boolean full;

	/**
	 * Create a new instance.
	 * @param modes how gauges are merged
	 * @param maxSeries the largest number of time series; what comes beyond that is left
	 * out
	 */
	SnapshotMerge(GaugeModes modes, int maxSeries) {
		this.modes = modes;
		this.maxSeries = maxSeries;
	}

	/**
	 * Add the metrics of a worker that is alive.
	 */
	void alive(PrometheusSnapshot snapshot, WorkerLabels worker) {
		for (MetricSnapshot metric : snapshot.metrics()) {
			MetricKind<?> kind = MetricKind.of(metric);
			GaugeMode mode = mode(kind, metric.getMetadata().getPrometheusName());
			add(metric, kind, mode, (mode == GaugeMode.PER_WORKER) ? (point) -> PointMerge.labelled(point, worker)
					: PointMerge::withoutQuantiles);
		}
	}

	private GaugeMode mode(MetricKind<?> kind, String name) {
		if (kind == MetricKind.GAUGE) {
			return this.modes.of(name);
		}
		return (kind == MetricKind.UNKNOWN || kind == MetricKind.STATE_SET) ? GaugeMode.PER_WORKER : GaugeMode.SUM;
	}

	/**
	 * Add what counts of workers that have ended.
	 */
	void ended(PrometheusSnapshot snapshot) {
		Set<String> momentary = snapshot.momentary();
		for (MetricSnapshot metric : snapshot.metrics()) {
			MetricKind<?> kind = MetricKind.of(metric);
			if (kind.isCumulative() && !momentary.contains(metric.getMetadata().getPrometheusName())) {
				add(metric, kind, GaugeMode.SUM, PointMerge::ended);
			}
		}
	}

	private void add(MetricSnapshot metric, MetricKind<?> kind, GaugeMode mode,
			UnaryOperator<DataPointSnapshot> change) {
		MetricMetadata metadata = metric.getMetadata();
		Merged merged = this.metrics.computeIfAbsent(metadata.getPrometheusName(),
				(name) -> new Merged(kind, metadata, new LinkedHashMap<>()));
		if (merged.kind() != kind) {
			logger.debug("{} is a {} in one worker and a {} in another, which is left out",
					metadata.getPrometheusName(), merged.kind().name(), kind.name());
			return;
		}
		for (DataPointSnapshot original : metric.getDataPoints()) {
			DataPointSnapshot point = change.apply(original);
			DataPointSnapshot present = merged.points().get(point.getLabels());
			if (present != null) {
				merged.points().put(point.getLabels(), PointMerge.merge(present, point, mode));
			}
			else if (this.series < this.maxSeries) {
				merged.points().put(point.getLabels(), point);
				this.series++;
			}
			else {
				this.full = true;
			}
		}
	}

	/**
	 * Return whether something was left out, as there were too many time series.
	 */
	boolean isFull() {
		return this.full;
	}

	MetricSnapshots result() {
		MetricSnapshots.Builder result = MetricSnapshots.builder();
		this.metrics.values()
			.stream()
			.filter((merged) -> !merged.points().isEmpty())
			.forEach((merged) -> result
				.metricSnapshot(merged.kind().metric(merged.metadata(), merged.points().values())));
		return result.build();
	}

	private record Merged(MetricKind<?> kind, MetricMetadata metadata, Map<Labels, DataPointSnapshot> points) {

	}

}
