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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * Takes snapshots of the meters of Micrometer. Of a composite, each meter is read in the
 * first registry that has one with its name, as Spring Boot's endpoint does.
 */
public final class MeterSource implements SnapshotSource {

	private final MeterRegistry registry;

	/**
	 * Create a new instance.
	 * @param registry the registry of this process
	 */
	public MeterSource(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public String kind() {
		return METERS;
	}

	@Override
	public byte[] capture() {
		return MeterSample.write(samples());
	}

	List<MeterSample> samples() {
		List<MeterSample> samples = new ArrayList<>();
		addTo(samples, new HashSet<>(), this.registry);
		return samples;
	}

	private static void addTo(List<MeterSample> samples, Set<String> names, MeterRegistry registry) {
		if (registry instanceof CompositeMeterRegistry composite) {
			composite.getRegistries().forEach((member) -> addTo(samples, names, member));
			return;
		}
		Set<String> here = new HashSet<>();
		for (Meter meter : registry.getMeters()) {
			String name = meter.getId().getName();
			if (!names.contains(name)) {
				here.add(name);
				samples.add(sample(meter));
			}
		}
		names.addAll(here);
	}

	private static MeterSample sample(Meter meter) {
		Meter.Id id = meter.getId();
		Map<String, String> tags = new TreeMap<>();
		id.getTags().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
		Map<Statistic, Double> values = new LinkedHashMap<>();
		meter.measure()
			.forEach((measurement) -> values.merge(measurement.getStatistic(), measurement.getValue(), Double::sum));
		return new MeterSample(id.getName(), id.getDescription(), id.getBaseUnit(), tags, values);
	}

}
