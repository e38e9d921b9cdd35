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

package io.clusterboot.test.application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.netty.channel.EventLoopGroup;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * What a worker under test has beside the application: the means to block it, and its
 * name in its answers. Nothing of it exists in a worker that no test started.
 */
@AutoConfiguration
@ConditionalOnClusterRole(ClusterRole.WORKER)
@ConditionalOnProperty(WorkerHooks.FOLDER)
public final class WorkerHooksAutoConfiguration {

	@Bean
	RequestGate clusterTestGate() {
		return new RequestGate();
	}

	@Bean
	WorkerHooks clusterTestHooks(RequestGate gate, ObjectProvider<EventLoops> eventLoops) throws IOException {
		EventLoops loops = eventLoops.getIfAvailable(() -> List::of);
		return WorkerHooks.open(Path.of(System.getProperty(WorkerHooks.FOLDER)), new RequestBlock(gate, loops::get));
	}

	/**
	 * The event loops of a worker.
	 */
	@FunctionalInterface
	interface EventLoops {

		/**
		 * Return the event loops.
		 * @return one executor for each
		 */
		List<Executor> get();

	}

	/**
	 * For a worker that serves with Reactor Netty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(NettyReactiveWebServerFactory.class)
	static class NettyConfiguration {

		@Bean
		EventLoops clusterTestEventLoops(ObjectProvider<ReactorResourceFactory> factory) {
			return () -> {
				ReactorResourceFactory shared = factory.getIfAvailable();
				LoopResources resources = (shared != null) ? shared.getLoopResources() : HttpResources.get();
				EventLoopGroup group = resources.onServer(true);
				List<Executor> loops = new ArrayList<>();
				group.forEach(loops::add);
				return loops;
			};
		}

	}

	/**
	 * For a worker with WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class WebFluxConfiguration {

		@Bean
		GateWebFilter clusterTestWebFilter(RequestGate gate, Cluster cluster) {
			return new GateWebFilter(gate, cluster.workerId().orElse(0));
		}

	}

	/**
	 * For a worker with servlets.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		GateFilter clusterTestFilter(RequestGate gate, Cluster cluster) {
			return new GateFilter(gate, cluster.workerId().orElse(0));
		}

	}

}
