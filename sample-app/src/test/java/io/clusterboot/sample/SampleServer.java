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
package io.clusterboot.sample;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The servers that the samples serve with.
 */
enum SampleServer {

	REACTOR_NETTY("sample-app", "clusterboot-sample-app.jar"),

	TOMCAT("sample-web", "clusterboot-sample-web.jar"),

	JETTY("sample-web", "clusterboot-sample-web-jetty.jar");

	private final Path jar;

	private final ExtractedSample extracted;

	SampleServer(String module, String jar) {
		this.jar = Path.of("..", module, "target", jar).toAbsolutePath().normalize();
		this.extracted = new ExtractedSample(this.jar,
				Path.of("target", "extracted-" + name().toLowerCase(Locale.ROOT)).toAbsolutePath());
	}

	/**
	 * Return the packaged sample.
	 */
	Path jar() {
		return this.jar;
	}

	/**
	 * Return the jar of the sample that is extracted.
	 */
	Path extractedJar() {
		return this.extracted.jar();
	}

	/**
	 * Return how to start the sample.
	 */
	SampleCommand sample() {
		return this.extracted.command();
	}

}
