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

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import reactor.core.publisher.Mono;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Lets the {@linkplain SampleProperties#fault() fault} of this version show where
 * requests are served.
 */
@Component
@ConditionalOnClusterRole({ ClusterRole.WORKER, ClusterRole.STANDALONE })
final class FaultyVersion implements ApplicationRunner, WebFilter {

	private final Fault fault;

	FaultyVersion(SampleProperties properties) {
		this.fault = properties.fault();
		this.fault.starting();
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		this.fault.started();
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		this.fault.ready();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return this.fault.filter(exchange, chain);
	}

}
