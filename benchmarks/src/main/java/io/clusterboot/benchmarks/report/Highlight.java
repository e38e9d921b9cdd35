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

package io.clusterboot.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * A line that says to a user whether to use a cluster.
 */
enum Highlight {

	START("start/fork", "plain JVM", "start of a worker, against that of a plain JVM"),

	FIRST_ANSWER("start/first-answer", "plain JVM", "first answer of a cluster, against a plain JVM"),

	MEMORY("memory/4", "4 plain JVMs", "memory of 4 workers and the master, against 4 plain JVMs"),

	JSON("http/json-rate-shared", "one plain JVM", "JSON requests, against one plain JVM"),

	JSON_NGINX("http/json-rate-shared", "nginx, 2 plain JVMs", "JSON requests, against nginx before 2 JVMs"),

	CONNECTIONS_NGINX("http/close-rate-shared", "nginx, 2 plain JVMs",
			"a connection a request, against nginx before 2 JVMs");

	private final String row;

	private final String reference;

	private final String title;

	Highlight(String row, String reference, String title) {
		this.row = row;
		this.reference = reference;
		this.title = title;
	}

	/**
	 * Return the line, if it was measured.
	 */
	Optional<Line> in(List<Line> lines) {
		return lines.stream()
			.filter((line) -> line.row().id().equals(this.row) && this.reference.equals(line.reference()))
			.findFirst();
	}

	@Override
	public String toString() {
		return this.title;
	}

}
