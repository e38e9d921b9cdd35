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

package io.clusterboot.spring.worker;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The health group {@value #GROUP} on the port of the application.
 *
 * @param environment the environment
 * @param groups the health groups
 * @param endpoints the endpoints that HTTP exposes
 * @param prefixes the keys of the paths that come before that of the endpoint
 */
public record HealthReadinessEndpoint(Environment environment, ObjectProvider<HealthEndpointGroups> groups,
		ObjectProvider<PathMappedEndpoints> endpoints, List<String> prefixes) implements ReadinessEndpoint {

	/**
	 * The keys where a reactive application has a path of its own.
	 */
	public static final List<String> REACTIVE = List.of("spring.webflux.base-path");

	/**
	 * The keys where an application with servlets has paths of its own.
	 */
	public static final List<String> SERVLET = List.of("server.servlet.context-path", "spring.mvc.servlet.path");

	private static final String GROUP = "readiness";

	private static final EndpointId HEALTH = EndpointId.of("health");

	@Override
	public Optional<String> path() {
		HealthEndpointGroups known = this.groups.getIfAvailable();
		PathMappedEndpoints exposed = this.endpoints.getIfAvailable();
		if (known == null || exposed == null || !known.getNames().contains(GROUP)
				|| ManagementPortType.get(this.environment) != ManagementPortType.SAME) {
			return Optional.empty();
		}
		return Optional.ofNullable(exposed.getPath(HEALTH)).map((path) -> "%s%s/%s".formatted(prefix(), path, GROUP));
	}

	private String prefix() {
		return this.prefixes.stream()
			.map((key) -> StringUtils.trimTrailingCharacter(this.environment.getProperty(key, ""), '/'))
			.collect(Collectors.joining());
	}

}
