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
import java.util.function.Predicate;

import io.clusterboot.spring.settings.GaugeMode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of the cluster, as one registry that can only be read. It is what Spring
 * Boot's endpoint reads, in whatever process.
 */
public final class ClusterPrometheusRegistry extends PrometheusRegistry {

	private static final Logger logger = LoggerFactory.getLogger(ClusterPrometheusRegistry.class);

	private final PrometheusRegistry own;

	private final MetricsCollector collector;

	private final GaugeModes modes;

	/**
	 * Create a new instance.
	 * @param own the metrics of this process
	 * @param collector asks the master
	 * @param modes how gauges are merged
	 */
	public ClusterPrometheusRegistry(PrometheusRegistry own, MetricsCollector collector, Map<String, GaugeMode> modes) {
		this.own = own;
		this.collector = collector;
		this.modes = new GaugeModes(modes);
	}

	@Override
	public MetricSnapshots scrape() {
		return this.collector.isOwnOnly() ? this.own.scrape() : ofCluster();
	}

	@Override
	public MetricSnapshots scrape(@Nullable PrometheusScrapeRequest request) {
		return scrape();
	}

	@Override
	public MetricSnapshots scrape(@Nullable Predicate<String> includedNames) {
		return scrape(includedNames, null);
	}

	@Override
	public MetricSnapshots scrape(@Nullable Predicate<String> includedNames,
			@Nullable PrometheusScrapeRequest request) {
		if (includedNames == null) {
			return scrape();
		}
		MetricSnapshots.Builder included = MetricSnapshots.builder();
		scrape().stream().filter((metric) -> isIncluded(metric, includedNames)).forEach(included::metricSnapshot);
		return included.build();
	}

	private static boolean isIncluded(MetricSnapshot metric, Predicate<String> names) {
		MetricMetadata metadata = metric.getMetadata();
		return names.test(metadata.getPrometheusName()) || names.test(metadata.getExpositionBasePrometheusName());
	}

	private MetricSnapshots ofCluster() {
		CollectedMetrics collected = this.collector.collect(SnapshotSource.PROMETHEUS);
		SnapshotMerge merge = new SnapshotMerge(this.modes, Integer.MAX_VALUE);
		int unreadable = 0;
		for (CollectedMetrics.OfWorker worker : collected.workers()) {
			try {
				merge.alive(SnapshotReader.read(worker.snapshot()), new WorkerLabels(worker.id(), worker.slot()));
			}
			catch (RuntimeException ex) {
				unreadable++;
				logger.warn("The metrics of worker {} can't be read", worker.id(), ex);
			}
		}
		byte[] base = collected.base();
		if (base != null) {
			merge.ended(SnapshotReader.read(base));
		}
		MetricSnapshots.Builder result = MetricSnapshots.builder();
		merge.result().forEach(result::metricSnapshot);
		PrometheusFigures.add(collected.allFigures(unreadable), result);
		return result.build();
	}

}
