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

import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of the registry of the Prometheus client.
 */
public final class PrometheusSource implements SnapshotSource {

	private final PrometheusRegistry registry;

	private final @Nullable MeterRegistry meters;

	/**
	 * Create a new instance.
	 * @param registry the registry of this process
	 * @param meters the registry that fills it, {@code null} if there is none
	 */
	public PrometheusSource(PrometheusRegistry registry, @Nullable MeterRegistry meters) {
		this.registry = registry;
		this.meters = meters;
	}

	@Override
	public String kind() {
		return PROMETHEUS;
	}

	@Override
	public byte[] capture() {
		return SnapshotWriter.write(snapshot());
	}

	PrometheusSnapshot snapshot() {
		return new PrometheusSnapshot(this.registry.scrape(),
				(this.meters != null) ? momentary(this.meters) : Set.of());
	}

	/**
	 * Return the names of the tasks that run now, which Prometheus can't tell from
	 * summaries.
	 */
	private static Set<String> momentary(MeterRegistry meters) {
		return meters.getMeters()
			.stream()
			.filter(LongTaskTimer.class::isInstance)
			.map((meter) -> meter.getId().getConventionName(meters.config().namingConvention()))
			.map(PrometheusNaming::prometheusName)
			.collect(Collectors.toSet());
	}

}
