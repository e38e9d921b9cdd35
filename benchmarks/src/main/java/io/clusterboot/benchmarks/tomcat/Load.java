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

import java.io.IOException;
import java.time.Duration;

import io.clusterboot.benchmarks.load.Wrk;

/**
 * What clients ask for, and how they connect.
 */
enum Load {

	JSON("json-rate", "JSON on Tomcat, kept connections"),

	CLOSE("close-rate", "five bytes on Tomcat, a connection a request");

	private final String id;

	private final String title;

	Load(String id, String title) {
		this.id = id;
		this.title = title;
	}

	String id() {
		return this.id;
	}

	Wrk.Outcome run(Wrk wrk, int port, Duration duration) throws IOException {
		return (this == CLOSE) ? wrk.close(port, "/text", duration) : wrk.keepAlive(port, "/json", duration);
	}

	@Override
	public String toString() {
		return this.title;
	}

}
