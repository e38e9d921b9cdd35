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
 * Says what to add when the application does not serve with Reactor Netty.
 */
class UnsupportedWebServerFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedWebServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedWebServerException cause) {
		return new FailureAnalysis(
				"The property 'cluster.workers' is set, and this application serves with %s. Only Reactor Netty can take over the listening socket of a cluster."
					.formatted(cause.server()),
				"""
						Serve with Reactor Netty: depend on 'org.springframework.boot:spring-boot-starter-webflux' in place of 'spring-boot-starter-webmvc' and of other servers, \
						and set 'spring.main.web-application-type=reactive' if both are needed. \
						Or remove 'cluster.workers' to run standalone.""",
				cause);
	}

}
