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
import java.util.TreeMap;

import io.micrometer.core.instrument.Statistic;
import org.jspecify.annotations.Nullable;

/**
 * What a meter of Micrometer measured in one process, or in several that ended.
 *
 * @param name the name of the meter
 * @param description its description, {@code null} if it has none
 * @param baseUnit its unit, {@code null} if it has none
 * @param tags its tags
 * @param values the value of each statistic
 */
record MeterSample(String name, @Nullable String description, @Nullable String baseUnit, Map<String, String> tags,
		Map<Statistic, Double> values) {

	/**
	 * Return what counts after the end of the process.
	 */
	MeterSample ended() {
		Map<Statistic, Double> counts = new LinkedHashMap<>(this.values);
		counts.keySet().removeIf((statistic) -> !isCumulative(statistic));
		return new MeterSample(this.name, this.description, this.baseUnit, this.tags, counts);
	}

	private static boolean isCumulative(Statistic statistic) {
		return statistic == Statistic.COUNT || statistic == Statistic.TOTAL || statistic == Statistic.TOTAL_TIME;
	}

	/**
	 * Return the sum of two samples with the same name and tags.
	 */
	MeterSample plus(MeterSample other) {
		Map<Statistic, Double> sums = new LinkedHashMap<>(this.values);
		other.values.forEach((statistic, value) -> sums.merge(statistic, value, Double::sum));
		return new MeterSample(this.name, this.description, this.baseUnit, this.tags, sums);
	}

	static byte[] write(List<MeterSample> samples) {
		BinaryWriter out = new BinaryWriter();
		out.number(samples.size());
		for (MeterSample sample : samples) {
			out.text(sample.name).text(sample.description).text(sample.baseUnit).number(sample.tags.size());
			sample.tags.forEach((key, value) -> out.text(key).text(value));
			out.number(sample.values.size());
			sample.values.forEach((statistic, value) -> out.text(statistic.name()).decimal(value));
		}
		return out.toBytes();
	}

	/**
	 * Read samples.
	 * @throws RuntimeException if they are none
	 */
	static List<MeterSample> read(byte[] bytes) {
		BinaryReader in = new BinaryReader(bytes);
		List<MeterSample> samples = new ArrayList<>();
		for (int i = in.size(); i > 0; i--) {
			String name = in.text();
			String description = in.optionalText();
			String baseUnit = in.optionalText();
			Map<String, String> tags = new TreeMap<>();
			for (int j = in.size(); j > 0; j--) {
				tags.put(in.text(), in.text());
			}
			Map<Statistic, Double> values = new LinkedHashMap<>();
			for (int j = in.size(); j > 0; j--) {
				values.put(Statistic.valueOf(in.text()), in.decimal());
			}
			samples.add(new MeterSample(name, description, baseUnit, tags, values));
		}
		return samples;
	}

}
