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

package io.clusterboot.autoconfigure;

import io.clusterboot.spring.settings.UnsupportedWebServerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to add when the application serves with a server that can't take over a
 * listening socket.
 */
class UnsupportedWebServerFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedWebServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedWebServerException cause) {
		return new FailureAnalysis(
				"The property 'cluster.workers' is set, and this application serves with %s. Only Reactor Netty, Tomcat and Jetty can take over the listening socket of a cluster."
					.formatted(cause.server()),
				"""
						Serve with one of them: depend on 'org.springframework.boot:spring-boot-starter-webmvc' (Tomcat), \
						'org.springframework.boot:spring-boot-starter-jetty' or 'org.springframework.boot:spring-boot-starter-webflux' \
						(Reactor Netty), and leave Tomcat's protocol at its default. \
						Or remove 'cluster.workers' to run standalone.""",
				cause);
	}

}
