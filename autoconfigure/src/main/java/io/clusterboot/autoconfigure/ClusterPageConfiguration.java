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

import java.util.Map;
import java.util.function.Function;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.page.LiveStatus;
import io.clusterboot.spring.page.ReactivePage;
import io.clusterboot.spring.page.ServletPage;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Serves the page of the cluster below the path of its endpoint, where that is exposed.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
@ConditionalOnBean(ControlHandler.class)
class ClusterPageConfiguration {

	private static final EndpointId ENDPOINT = EndpointId.of("cluster");

	/**
	 * Ahead of the endpoints, whose patterns take in the page.
	 */
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	@Bean
	LiveStatus clusterLiveStatus(ControlHandler control) {
		return new LiveStatus(control);
	}

	/**
	 * Return the handlers by path, none if the endpoint is not exposed.
	 */
	private static <T> Map<String, T> handlers(@Nullable PathMappedEndpoints endpoints,
			Function<String, Map<String, T>> handlers) {
		String path = (endpoints != null && endpoints.getEndpoint(ENDPOINT) != null) ? endpoints.getPath(ENDPOINT)
				: null;
		return (path != null) ? handlers.apply(path) : Map.of();
	}

	private static boolean changes(ObjectProvider<EndpointAccessResolver> access) {
		EndpointAccessResolver resolver = access.getIfAvailable();
		return resolver != null && resolver.accessFor(ENDPOINT, Access.READ_ONLY) == Access.UNRESTRICTED;
	}

	/**
	 * The page in a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		org.springframework.web.servlet.handler.SimpleUrlHandlerMapping clusterPageHandlerMapping(
				ControlHandler control, LiveStatus live, ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<EndpointAccessResolver> access) {
			ServletPage page = new ServletPage(control, live, changes(access));
			return new org.springframework.web.servlet.handler.SimpleUrlHandlerMapping(
					handlers(endpoints.getIfAvailable(), page::handlers), ORDER);
		}

	}

	/**
	 * The page in a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean
		org.springframework.web.reactive.handler.SimpleUrlHandlerMapping clusterPageHandlerMapping(
				ControlHandler control, LiveStatus live, ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<EndpointAccessResolver> access) {
			ReactivePage page = new ReactivePage(control, live, changes(access));
			return new org.springframework.web.reactive.handler.SimpleUrlHandlerMapping(
					handlers(endpoints.getIfAvailable(), page::handlers), ORDER);
		}

	}

}
