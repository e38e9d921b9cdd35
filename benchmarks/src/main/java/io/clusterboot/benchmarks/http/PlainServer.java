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

import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.event.WorkerListeningEvent;
import io.clusterboot.spring.event.WorkerReadyEvent;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * The application that is measured: a Reactor Netty handler that answers a few bytes, in
 * as many workers as the command line says. The master prints the port when all of them
 * are ready.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class PlainServer {

	private final AtomicInteger starting;

	private volatile int port;

	PlainServer(Environment environment) {
		this.starting = new AtomicInteger(environment.getRequiredProperty("cluster.workers", Integer.class));
	}

	/**
	 * Start the application.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication.run(PlainServer.class, args);
	}

	@Bean
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	NettyRouteProvider plainRoute() {
		return (routes) -> routes.get("/plain",
				(request, response) -> response.header("Content-Type", "text/plain").sendString(Mono.just("Hello")));
	}

	@EventListener
	void listening(WorkerListeningEvent event) {
		this.port = event.port();
	}

	@EventListener
	void ready(WorkerReadyEvent event) {
		if (this.starting.decrementAndGet() == 0) {
			System.out.printf("port %d%n", this.port);
		}
	}

}
