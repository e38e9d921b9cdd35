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
import java.util.List;
import java.util.function.BiFunction;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;

/**
 * A kind of metrics.
 *
 * @param <D> the type of its data points
 * @param name its name, which stays what it is: it is exchanged with other versions
 * @param pointType the type of its data points
 * @param creation creates a metric of the kind
 */
record MetricKind<D extends DataPointSnapshot>(String name, Class<D> pointType,
		BiFunction<MetricMetadata, Collection<D>, MetricSnapshot> creation) {

	static final MetricKind<CounterDataPointSnapshot> COUNTER = new MetricKind<>("counter",
			CounterDataPointSnapshot.class, CounterSnapshot::new);

	static final MetricKind<GaugeDataPointSnapshot> GAUGE = new MetricKind<>("gauge", GaugeDataPointSnapshot.class,
			GaugeSnapshot::new);

	static final MetricKind<HistogramDataPointSnapshot> HISTOGRAM = new MetricKind<>("histogram",
			HistogramDataPointSnapshot.class, HistogramSnapshot::new);

	static final MetricKind<HistogramDataPointSnapshot> GAUGE_HISTOGRAM = new MetricKind<>("gauge-histogram",
			HistogramDataPointSnapshot.class, (metadata, points) -> new HistogramSnapshot(true, metadata, points));

	static final MetricKind<SummaryDataPointSnapshot> SUMMARY = new MetricKind<>("summary",
			SummaryDataPointSnapshot.class, SummarySnapshot::new);

	static final MetricKind<InfoDataPointSnapshot> INFO = new MetricKind<>("info", InfoDataPointSnapshot.class,
			InfoSnapshot::new);

	static final MetricKind<StateSetDataPointSnapshot> STATE_SET = new MetricKind<>("state-set",
			StateSetDataPointSnapshot.class, StateSetSnapshot::new);

	static final MetricKind<UnknownDataPointSnapshot> UNKNOWN = new MetricKind<>("unknown",
			UnknownDataPointSnapshot.class, UnknownSnapshot::new);

	private static final List<MetricKind<?>> ALL = List.of(COUNTER, GAUGE, HISTOGRAM, GAUGE_HISTOGRAM, SUMMARY, INFO,
			STATE_SET, UNKNOWN);

	/**
	 * Return the kind of a metric.
	 */
	static MetricKind<?> of(MetricSnapshot metric) {
		if (metric instanceof CounterSnapshot) {
			return COUNTER;
		}
		if (metric instanceof GaugeSnapshot) {
			return GAUGE;
		}
		if (metric instanceof HistogramSnapshot histogram) {
			return histogram.isGaugeHistogram() ? GAUGE_HISTOGRAM : HISTOGRAM;
		}
		if (metric instanceof SummarySnapshot) {
			return SUMMARY;
		}
		if (metric instanceof InfoSnapshot) {
			return INFO;
		}
		return (metric instanceof StateSetSnapshot) ? STATE_SET : UNKNOWN;
	}

	/**
	 * Return the kind with a name.
	 * @throws IllegalArgumentException if there is none
	 */
	static MetricKind<?> named(String name) {
		return ALL.stream()
			.filter((kind) -> kind.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("kind of metrics: %s".formatted(name)));
	}

	/**
	 * Return whether its values only grow as long as its process lives, and count also
	 * when that has ended.
	 */
	boolean isCumulative() {
		return this == COUNTER || this == HISTOGRAM || this == SUMMARY;
	}

	/**
	 * Create a metric.
	 * @param points its data points, which have the type of this kind
	 */
	MetricSnapshot metric(MetricMetadata metadata, Collection<? extends DataPointSnapshot> points) {
		return this.creation.apply(metadata, points.stream().map(this.pointType::cast).toList());
	}

}
