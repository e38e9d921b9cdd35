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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

import io.clusterboot.spring.settings.GaugeMode;
import io.micrometer.core.instrument.Statistic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The meters of the cluster, as Spring Boot's endpoint of one process has them, with the
 * worker as one more tag.
 */
public final class ClusterMeters {

	private static final Logger logger = LoggerFactory.getLogger(ClusterMeters.class);

	private final MetricsCollector collector;

	private final GaugeModes modes;

	/**
	 * Create a new instance.
	 * @param collector asks the master
	 * @param modes how gauges are merged
	 */
	public ClusterMeters(MetricsCollector collector, Map<String, GaugeMode> modes) {
		this.collector = collector;
		this.modes = new GaugeModes(modes);
	}

	/**
	 * Return the names of all meters.
	 */
	Names names() {
		Set<String> names = new TreeSet<>();
		samples().forEach((sample) -> names.add(sample.sample().name()));
		return new Names(names);
	}

	/**
	 * Return a meter.
	 * @param name its name
	 * @param tags which of it, each as {@code key:value}
	 * @return the meter, {@code null} if there is none
	 */
	@Nullable Description meter(String name, List<String> tags) {
		Map<String, String> wanted = new LinkedHashMap<>();
		tags.forEach((tag) -> wanted.put(parts(tag)[0], parts(tag)[1]));
		List<Sample> found = samples().stream()
			.filter((sample) -> sample.sample().name().equals(name) && sample.has(wanted))
			.toList();
		if (found.isEmpty()) {
			return null;
		}
		Map<String, Set<String>> available = new TreeMap<>();
		found.forEach((sample) -> sample.tags()
			.forEach((key, value) -> available.computeIfAbsent(key, (absent) -> new TreeSet<>()).add(value)));
		available.keySet().removeAll(wanted.keySet());
		MeterSample first = found.get(0).sample();
		return new Description(name, first.description(), first.baseUnit(), measurements(name, found),
				available.entrySet()
					.stream()
					.map((entry) -> new AvailableTag(entry.getKey(), entry.getValue()))
					.toList());
	}

	private static String[] parts(String tag) {
		String[] parts = tag.split(":", 2);
		if (parts.length != 2) {
			throw new InvalidEndpointRequestException(
					"Each tag parameter must be in the form 'key:value' but was: " + tag,
					"Each tag parameter must be in the form 'key:value'");
		}
		return parts;
	}

	/**
	 * Merge the values of different workers by the mode of the meter, then those of
	 * different tags as in one process.
	 */
	private List<Measurement> measurements(String name, List<Sample> found) {
		GaugeMode mode = this.modes.of(name);
		Map<Map<String, String>, Map<Statistic, Double>> byTags = new LinkedHashMap<>();
		for (Sample sample : found) {
			Map<Statistic, Double> merged = byTags.computeIfAbsent(sample.sample().tags(),
					(tags) -> new LinkedHashMap<>());
			sample.sample()
				.values()
				.forEach((statistic, value) -> merged.merge(statistic, value, ofWorkers(statistic, mode)));
		}
		Map<Statistic, Double> all = new LinkedHashMap<>();
		byTags.values()
			.forEach((values) -> values.forEach((statistic, value) -> all.merge(statistic, value, ofTags(statistic))));
		return all.entrySet().stream().map((entry) -> new Measurement(entry.getKey(), entry.getValue())).toList();
	}

	private static BinaryOperator<Double> ofWorkers(Statistic statistic, GaugeMode mode) {
		if (statistic == Statistic.VALUE && mode == GaugeMode.MIN) {
			return Double::min;
		}
		return (statistic == Statistic.MAX || (statistic == Statistic.VALUE && mode == GaugeMode.MAX)) ? Double::max
				: Double::sum;
	}

	private static BinaryOperator<Double> ofTags(Statistic statistic) {
		return (statistic == Statistic.MAX) ? Double::max : Double::sum;
	}

	private List<Sample> samples() {
		CollectedMetrics collected = this.collector.collect(SnapshotSource.METERS);
		List<Sample> samples = new ArrayList<>();
		int unreadable = 0;
		for (CollectedMetrics.OfWorker worker : collected.workers()) {
			try {
				MeterSample.read(worker.snapshot())
					.forEach((sample) -> samples.add(new Sample(Integer.toString(worker.id()), sample)));
			}
			catch (RuntimeException ex) {
				unreadable++;
				logger.warn("The meters of worker {} can't be read", worker.id(), ex);
			}
		}
		byte[] base = collected.base();
		if (base != null) {
			MeterSample.read(base).forEach((sample) -> samples.add(new Sample(null, sample)));
		}
		collected.allFigures(unreadable).forEach((figure) -> samples.add(sample(figure)));
		return samples;
	}

	private static Sample sample(Figure figure) {
		Map<Statistic, Double> values = new LinkedHashMap<>();
		switch (figure.type()) {
			case COUNTER -> values.put(Statistic.COUNT, figure.value());
			case GAUGE -> values.put(Statistic.VALUE, figure.value());
			case TIMER -> {
				values.put(Statistic.COUNT, figure.value());
				values.put(Statistic.TOTAL_TIME, figure.total());
			}
		}
		return new Sample(null,
				new MeterSample(figure.name(), figure.description(), figure.unit(), figure.tags(), values));
	}

	/**
	 * What was measured by one worker.
	 *
	 * @param worker the worker id, {@code null} for what belongs to none that is alive
	 */
	private record Sample(@Nullable String worker, MeterSample sample) {

		Map<String, String> tags() {
			Map<String, String> tags = new TreeMap<>(this.sample.tags());
			if (this.worker != null) {
				tags.putIfAbsent(WorkerLabels.WORKER, this.worker);
			}
			return tags;
		}

		boolean has(Map<String, String> wanted) {
			return tags().entrySet().containsAll(wanted.entrySet());
		}

	}

	/**
	 * The names of meters.
	 *
	 * @param names the names
	 */
	record Names(Set<String> names) implements OperationResponseBody {

	}

	/**
	 * A meter, in the form that Spring Boot's endpoint has.
	 */
	record Description(String name, @Nullable String description, @Nullable String baseUnit,
			List<Measurement> measurements, List<AvailableTag> availableTags) implements OperationResponseBody {

	}

	/**
	 * A value of a meter.
	 */
	record Measurement(Statistic statistic, double value) {

	}

	/**
	 * A tag of a meter, and its values.
	 */
	record AvailableTag(String tag, Set<String> values) {

	}

}
