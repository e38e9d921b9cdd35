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

package io.clusterboot.spring.settings;

import java.time.Duration;
import java.util.Map;

import org.springframework.core.env.Environment;

/**
 * How the metrics of all workers are read in one process.
 *
 * @param scrapeTimeout how long workers have to tell their present metrics
 * @param maxSeries the largest number of time series of workers that ended
 * @param gauges what one gauge of the cluster is made of, by names
 */
public record MetricsSettings(Duration scrapeTimeout, int maxSeries, Map<String, GaugeMode> gauges) {

	public static final String ENABLED = "cluster.metrics.enabled";

	/**
	 * Create settings.
	 */
	public MetricsSettings {
		gauges = Map.copyOf(gauges);
	}

	/**
	 * Return the settings of an application.
	 * @param environment the environment of the application
	 * @return the settings
	 */
	public static MetricsSettings of(Environment environment) {
		MetricsProperties properties = BoundProperties.of(environment).getMetrics();
		return new MetricsSettings(
				ValueChecks.positive("cluster.metrics.scrape-timeout", properties.getScrapeTimeout()),
				ValueChecks.atLeast("cluster.metrics.max-series", properties.getMaxSeries(), 0),
				properties.getGauges());
	}

}
