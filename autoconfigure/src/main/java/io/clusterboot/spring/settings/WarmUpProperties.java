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

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Requests that a new worker answers before it joins.
 */
public class WarmUpProperties {

	private static final String PREFIX = "cluster.warm-up.";

	/**
	 * Paths that a new worker requests of itself before it joins, such as
	 * "/products?page=1". Defaults to the readiness endpoint, if the port of the
	 * application has one.
	 */
	private List<String> paths = new ArrayList<>();

	/**
	 * Number of requests for each path. The readiness endpoint, where there are no paths,
	 * gets one per connection. 0 for no warm-up.
	 */
	private int requests = 1000;

	/**
	 * Time that the whole warm-up may take.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * Number of connections at a time, or "auto" for one per event loop, on Tomcat and
	 * Jetty one per processor.
	 */
	private String parallelism = "auto";

	/**
	 * Whether a worker whose warm-up fails, or is not complete in time, ends as one whose
	 * start failed. Otherwise it joins with a warning.
	 */
	private boolean required;

	public List<String> getPaths() {
		return this.paths;
	}

	public void setPaths(List<String> paths) {
		this.paths = paths;
	}

	public int getRequests() {
		return this.requests;
	}

	public void setRequests(int requests) {
		this.requests = requests;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public String getParallelism() {
		return this.parallelism;
	}

	public void setParallelism(String parallelism) {
		this.parallelism = parallelism;
	}

	public boolean isRequired() {
		return this.required;
	}

	public void setRequired(boolean required) {
		this.required = required;
	}

	WarmUpSettings toSettings() {
		List<String> checked = new ArrayList<>();
		for (int i = 0; i < this.paths.size(); i++) {
			checked.add(path("%spaths[%d]".formatted(PREFIX, i), this.paths.get(i).trim()));
		}
		int lanes = ValueChecks.numberOrAuto(PREFIX + "parallelism", this.parallelism, 0);
		return new WarmUpSettings(List.copyOf(checked), ValueChecks.atLeast(PREFIX + "requests", this.requests, 0),
				ValueChecks.positive(PREFIX + "timeout", this.timeout),
				(lanes > 0) ? OptionalInt.of(lanes) : OptionalInt.empty(), this.required);
	}

	private static String path(String key, String value) {
		try {
			URI uri = new URI(value);
			if (value.startsWith("/") && uri.getRawAuthority() == null && uri.getRawFragment() == null) {
				return uri.toASCIIString();
			}
		}
		catch (URISyntaxException ex) {
			// Reported below, with what is expected
		}
		throw new InvalidConfigurationPropertyValueException(key, value,
				"Expected a path that begins with '/', with a query or without, such as /products?page=1; "
						+ "all requests are GET requests.");
	}

}
