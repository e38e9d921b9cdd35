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

import java.util.Optional;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.core.env.Environment;

/**
 * The health group {@value #GROUP} on the port of the application.
 *
 * @param environment the environment
 * @param groups the health groups
 * @param endpoints the endpoints that HTTP exposes
 */
public record HealthReadinessEndpoint(Environment environment, ObjectProvider<HealthEndpointGroups> groups,
		ObjectProvider<PathMappedEndpoints> endpoints) implements ReadinessEndpoint {

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
		return Optional.ofNullable(exposed.getPath(HEALTH))
			.map((path) -> "%s%s/%s".formatted(this.environment.getProperty("spring.webflux.base-path", ""), path,
					GROUP));
	}

}
