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

package io.clusterboot.benchmarks.http;

import java.io.IOException;
import java.time.Duration;

import io.clusterboot.benchmarks.load.Wrk;

/**
 * What clients ask for, and how they connect.
 */
enum Load {

	JSON("/json", "JSON, kept connections"),

	TEN_KILOBYTES("/10kb", "10 KB, kept connections"),

	DELAY("/delay", "5 ms delay, kept connections"),

	RAW("/raw", "five bytes, kept connections"),

	CLOSE("/raw", "five bytes, a connection a request");

	private final String path;

	private final String title;

	Load(String path, String title) {
		this.path = path;
		this.title = title;
	}

	Wrk.Outcome run(Wrk wrk, int port, Duration duration) throws IOException {
		return (this == CLOSE) ? wrk.close(port, this.path, duration) : wrk.keepAlive(port, this.path, duration);
	}

	@Override
	public String toString() {
		return this.title;
	}

}
