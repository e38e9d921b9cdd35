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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the metrics of all workers are read in one process.
 */
public class MetricsProperties {

	/**
	 * Whether the endpoints "prometheus" and "metrics" have the metrics of the whole
	 * cluster, in whatever process they are read. When false, they have those of that
	 * process.
	 */
	private boolean enabled = true;

	/**
	 * Time in which workers have to tell their present metrics when they are read. The
	 * latest known ones stand for those of a worker that takes longer.
	 */
	private Duration scrapeTimeout = Duration.ofSeconds(1);

	/**
	 * Largest number of time series of workers that ended, which the master keeps so that
	 * no sum falls.
	 */
	private int maxSeries = 10_000;

	/**
	 * What one gauge of the cluster is made of, by its name or by the beginning of its
	 * name with a "*". Others are a table of known ones, the largest value where the name
	 * ends with "max", and else one number for each worker.
	 */
	private Map<String, GaugeMode> gauges = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getScrapeTimeout() {
		return this.scrapeTimeout;
	}

	public void setScrapeTimeout(Duration scrapeTimeout) {
		this.scrapeTimeout = scrapeTimeout;
	}

	public int getMaxSeries() {
		return this.maxSeries;
	}

	public void setMaxSeries(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	public Map<String, GaugeMode> getGauges() {
		return this.gauges;
	}

	public void setGauges(Map<String, GaugeMode> gauges) {
		this.gauges = gauges;
	}

}
