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

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

/**
 * What the master knows of the cluster, as metrics of Prometheus.
 */
final class PrometheusFigures {

	private PrometheusFigures() {
	}

	/**
	 * Add figures. One whose name the application uses is left out.
	 */
	static void add(List<Figure> figures, MetricSnapshots.Builder result) {
		Map<String, List<Figure>> byName = new LinkedHashMap<>();
		figures.forEach((figure) -> byName.computeIfAbsent(figure.name(), (name) -> new ArrayList<>()).add(figure));
		byName.values().stream().map(PrometheusFigures::metric).forEach((metric) -> {
			if (!result.containsMetricName(metric.getMetadata().getPrometheusName())) {
				result.metricSnapshot(metric);
			}
		});
	}

	private static MetricSnapshot metric(List<Figure> figures) {
		Figure first = figures.get(0);
		String name = first.name().replace('.', '_') + ((first.unit() != null) ? "_" + first.unit() : "");
		return switch (first.type()) {
			case COUNTER -> {
				CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(first.description());
				figures.forEach((figure) -> counter.dataPoint(
						CounterDataPointSnapshot.builder().value(figure.value()).labels(labels(figure)).build()));
				yield counter.build();
			}
			case GAUGE -> {
				GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(first.description());
				figures.forEach((figure) -> gauge
					.dataPoint(GaugeDataPointSnapshot.builder().value(figure.value()).labels(labels(figure)).build()));
				yield gauge.build();
			}
			case TIMER -> {
				SummarySnapshot.Builder summary = SummarySnapshot.builder().name(name).help(first.description());
				figures.forEach((figure) -> summary.dataPoint(SummaryDataPointSnapshot.builder()
					.count((long) figure.value())
					.sum(figure.total())
					.labels(labels(figure))
					.build()));
				yield summary.build();
			}
		};
	}

	private static Labels labels(Figure figure) {
		Labels.Builder labels = Labels.builder();
		figure.tags().forEach(labels::label);
		return labels.build();
	}

}
