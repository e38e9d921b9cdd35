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
package io.clusterboot.spring.master;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that make a worker load the classes that serve requests. What it answers does
 * not matter.
 *
 * @param address where the worker listens
 */
record TrainingRequests(InetSocketAddress address) {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final List<String> PATHS = List.of("/", "/actuator/health", "/clusterboot-training");

	private static final Logger logger = LoggerFactory.getLogger(TrainingRequests.class);

	void send() throws InterruptedException {
		HttpClient client = HttpClient.newBuilder()
			.connectTimeout(TIMEOUT)
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		for (String path : PATHS) {
			URI uri = URI.create("http://%s:%d%s".formatted(this.address.getAddress().getHostAddress(),
					this.address.getPort(), path));
			try {
				int status = client
					.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.discarding())
					.statusCode();
				logger.debug("{} answers {}", uri, status);
			}
			catch (IOException ex) {
				// Such as an application that speaks TLS only
				logger.debug("{} does not answer", uri, ex);
			}
		}
	}

}
