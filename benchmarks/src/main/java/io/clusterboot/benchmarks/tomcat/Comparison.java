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

package io.clusterboot.benchmarks.tomcat;

import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Unit;

/**
 * A cluster and one JVM under a load.
 *
 * @param threads what serves the requests
 * @param load the load
 * @param row the row of the report
 */
record Comparison(Threads threads, Load load, Row row) {

	Comparison(Threads threads, Load load) {
		this(threads, load, Row
			.of("tomcat/" + threads.id(load.id()), load.toString(), Unit.PER_SECOND, Better.HIGHER, cluster(threads))
			.against(plain(threads), Aim.atLeast(1)));
	}

	static String cluster(Threads threads) {
		return threads.title("shared");
	}

	static String plain(Threads threads) {
		return threads.title("one plain JVM");
	}

}
