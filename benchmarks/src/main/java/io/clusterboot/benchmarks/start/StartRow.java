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
package io.clusterboot.benchmarks.start;

/**
 * What is compared, and the largest ratio that is the aim.
 */
enum StartRow {

	FIRST_START("`java -jar` to the first answer, first start ever ÷ plain", 1.3),

	FIRST_ANSWER("`java -jar` to the first answer, with an archive ÷ plain", 0),

	ALL_WORKERS("`java -jar` to all workers listening, with an archive ÷ plain", 1.0),

	FORK("fork to listening, with an archive ÷ plain `java -jar` to its first answer", 0.40),

	REPLACEMENT("`kill -9` to the replacement listening ÷ fork to listening", 1.15),

	MEMORY("memory of master and 2 workers after some requests ÷ 2 plain JVMs, MB", 1.0);

	private final String title;

	private final double aim;

	StartRow(String title, double aim) {
		this.title = title;
		this.aim = aim;
	}

	double aim() {
		return this.aim;
	}

	@Override
	public String toString() {
		return this.title;
	}

}
