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

package io.clusterboot.sample;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer of the endpoint of Prometheus.
 *
 * @param types the type of each metric
 * @param values the value of each time series
 */
record Scrape(Map<String, String> types, Map<String, Double> values) {

	private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

	private static final Pattern SERIES = Pattern.compile("(([a-zA-Z_:][\\w:]*)(?:\\{.*})?) (\\S+)");

	private static final Pattern COUNTED = Pattern.compile("(.*)_(count|sum|bucket)");

	static Scrape of(SampleClient client) {
		return of(answer(client));
	}

	static SampleClient.Answer answer(SampleClient client) {
		return client.getOnNewConnection("/actuator/prometheus");
	}

	static Scrape of(SampleClient.Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return parse(answer.body());
	}

	static Scrape parse(String text) {
		Map<String, String> types = new TreeMap<>();
		Map<String, Double> values = new TreeMap<>();
		text.lines().forEach((line) -> {
			Matcher type = TYPE.matcher(line);
			Matcher series = SERIES.matcher(line);
			if (type.matches()) {
				types.put(type.group(1), type.group(2));
			}
			else if (!line.startsWith("#") && series.matches()) {
				String value = series.group(3).replace("+Inf", "Infinity").replace("-Inf", "-Infinity");
				assertThat(values.put(series.group(1), Double.parseDouble(value))).as("twice: " + line).isNull();
			}
		});
		return new Scrape(types, values);
	}

	/**
	 * The sum of all time series whose text contains all parts.
	 */
	double sum(String name, String... parts) {
		return this.values.entrySet()
			.stream()
			.filter((series) -> series.getKey().equals(name) || series.getKey().startsWith(name + "{"))
			.filter((series) -> Set.of(parts).stream().allMatch(series.getKey()::contains))
			.mapToDouble(Map.Entry::getValue)
			.sum();
	}

	double missingWorkers() {
		return sum("cluster_scrape_missing_workers");
	}

	/**
	 * The time series of the cluster that only grow. Tasks that run now are no such
	 * thing, although Micrometer makes them a summary.
	 */
	Map<String, Double> counters() {
		Map<String, Double> counters = new TreeMap<>(this.values);
		counters.keySet().removeIf((series) -> !isCounter(series) || series.contains("worker=\""));
		return counters;
	}

	private boolean isCounter(String series) {
		String name = series.replaceFirst("\\{.*", "");
		if ("counter".equals(this.types.get(name))) {
			return true;
		}
		Matcher counted = COUNTED.matcher(name);
		return counted.matches() && !name.contains("_active_")
				&& Set.of("summary", "histogram").contains(this.types.getOrDefault(counted.group(1), ""));
	}

	/**
	 * The counters that fell, or are gone.
	 */
	Set<String> fallenSince(Scrape before) {
		Map<String, Double> now = counters();
		Set<String> fallen = new TreeSet<>();
		before.counters().forEach((series, value) -> {
			Double present = now.get(series);
			if (present == null || present < value * (1 - 1e-12)) {
				fallen.add("%s: %s after %s".formatted(series, present, value));
			}
		});
		return fallen;
	}

}
