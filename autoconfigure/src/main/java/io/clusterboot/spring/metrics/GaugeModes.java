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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.clusterboot.spring.settings.GaugeMode;

/**
 * What one gauge of the cluster is made of. Names may be those of the application's
 * meters ({@code hikaricp.connections}) or those of Prometheus
 * ({@code hikaricp_connections}); the most exact one counts.
 */
final class GaugeModes {

	private static final Pattern LARGEST = Pattern.compile(".*_max(_[a-z]+)?");

	/**
	 * Units that Prometheus adds to the name of a meter.
	 */
	private static final Pattern UNIT = Pattern.compile("_(seconds|bytes|percent|milliseconds)$");

	/**
	 * The gauges of Spring Boot and of what it configures, the first that matches.
	 */
	private static final Map<String, GaugeMode> KNOWN = new LinkedHashMap<>();
	static {
		KNOWN.put("jvm_*", GaugeMode.PER_WORKER);
		KNOWN.put("process_*", GaugeMode.PER_WORKER);
		KNOWN.put("tomcat_global_request_max", GaugeMode.MAX);
		KNOWN.put("tomcat_servlet_request_max", GaugeMode.MAX);
		KNOWN.put("tomcat_sessions_active_max*", GaugeMode.MAX);
		KNOWN.put("tomcat_sessions_alive_max", GaugeMode.MAX);
		KNOWN.put("tomcat_*", GaugeMode.SUM);
		KNOWN.put("jetty_*", GaugeMode.SUM);
		KNOWN.put("hikaricp_*", GaugeMode.SUM);
		KNOWN.put("jdbc_connections_*", GaugeMode.SUM);
		KNOWN.put("executor_*", GaugeMode.SUM);
		KNOWN.put("disk_*", GaugeMode.MAX);
		KNOWN.put("system_*", GaugeMode.MAX);
	}

	private final Map<String, GaugeMode> configured = new LinkedHashMap<>();

	/**
	 * Create modes.
	 * @param configured the modes that the application's settings name
	 */
	GaugeModes(Map<String, GaugeMode> configured) {
		configured.entrySet()
			.stream()
			.sorted((one, other) -> Integer.compare(other.getKey().length(), one.getKey().length()))
			.forEach((entry) -> this.configured.put(normalized(entry.getKey()), entry.getValue()));
	}

	private static String normalized(String name) {
		return name.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_');
	}

	/**
	 * Return the mode of a gauge.
	 * @param name the name of the meter, or of its metric in Prometheus
	 */
	GaugeMode of(String name) {
		String normalized = normalized(name);
		return find(this.configured, normalized).or(() -> find(KNOWN, normalized))
			.orElse(LARGEST.matcher(normalized).matches() ? GaugeMode.MAX : GaugeMode.PER_WORKER);
	}

	private static Optional<GaugeMode> find(Map<String, GaugeMode> modes, String name) {
		String withoutUnit = UNIT.matcher(name).replaceFirst("");
		return modes.entrySet()
			.stream()
			.filter((entry) -> matches(entry.getKey(), name) || entry.getKey().equals(withoutUnit))
			.map(Map.Entry::getValue)
			.findFirst();
	}

	private static boolean matches(String pattern, String name) {
		return pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1))
				: name.equals(pattern);
	}

}
