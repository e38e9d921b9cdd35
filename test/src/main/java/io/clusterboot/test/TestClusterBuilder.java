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

package io.clusterboot.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.clusterboot.test.process.Program;

/**
 * How to start a cluster in a test that is no {@link ClusterTest @ClusterTest}, such as
 * one with several clusters. Not thread-safe.
 */
public final class TestClusterBuilder {

	private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1");

	private final Program program;

	private final Map<String, String> properties = new LinkedHashMap<>();

	private int workers = 2;

	private List<String> jvmOptions = FAST_START;

	private Duration timeout = Duration.ofMinutes(2);

	TestClusterBuilder(Program program) {
		this.program = program;
		this.properties.put("server.port", "0");
		// The archives of classes that an image has pay off after many starts
		this.properties.put("cluster.worker.image.enabled", "false");
	}

	/**
	 * Set the number of workers.
	 * @param workers the number, at least 1; 2 by default
	 * @return this builder
	 */
	public TestClusterBuilder workers(int workers) {
		if (workers < 1) {
			throw new IllegalArgumentException("workers: %d (expected: >= 1)".formatted(workers));
		}
		this.workers = workers;
		return this;
	}

	/**
	 * Set a property of the application, with precedence over all others.
	 * @param name its name
	 * @param value its value
	 * @return this builder
	 */
	public TestClusterBuilder property(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	/**
	 * Set properties of the application.
	 * @param properties properties in the form {@code name=value}
	 * @return this builder
	 */
	public TestClusterBuilder properties(String... properties) {
		for (String property : properties) {
			int end = property.indexOf('=');
			if (end < 1) {
				throw new IllegalArgumentException("properties: %s (expected: name=value)".formatted(property));
			}
			property(property.substring(0, end).strip(), property.substring(end + 1).strip());
		}
		return this;
	}

	/**
	 * Set the options of the JVMs.
	 * @param options the options, in place of those that make JVMs start fast
	 * @return this builder
	 */
	public TestClusterBuilder jvmOptions(String... options) {
		this.jvmOptions = List.of(options);
		return this;
	}

	/**
	 * Set how long a start, a stop, and everything that a test waits for may take.
	 * @param timeout the time, two minutes by default
	 * @return this builder
	 */
	public TestClusterBuilder timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Start the cluster, and wait until all its workers are ready.
	 * @return the cluster, to be closed by the caller
	 * @throws AssertionError if it does not get ready in time
	 */
	public TestCluster start() {
		Map<String, String> all = new LinkedHashMap<>(this.properties);
		all.put("cluster.workers", Integer.toString(this.workers));
		TestCluster cluster = new TestCluster(StartedProcesses.start(this.program, this.jvmOptions, all, this.timeout));
		try {
			return cluster.awaitReady();
		}
		catch (RuntimeException | AssertionError ex) {
			cluster.abandon();
			throw ex;
		}
	}

}
