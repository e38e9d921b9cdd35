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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where an application has its readiness endpoint, with the real endpoints of Actuator.
 */
class HealthReadinessEndpointTests {

	private static final String GROUP = "management.endpoint.health.group.readiness.include=ping";

	private final ReactiveWebApplicationContextRunner contexts = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource(textBlock = """
			a=b,                                             /actuator/health/readiness
			management.endpoints.web.base-path=/manage,      /manage/health/readiness
			management.endpoints.web.path-mapping.health=up, /actuator/up/readiness
			spring.webflux.base-path=/api,                   /api/actuator/health/readiness
			""")
	void isFoundWhereTheApplicationHasIt(String property, String path) {
		this.contexts.withPropertyValues(GROUP, property)
			.run((context) -> assertThat(endpoint(context).path()).contains(path));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			server.servlet.context-path=/shop, spring.mvc.servlet.path=/,    /shop/actuator/health/readiness
			server.servlet.context-path=/shop, spring.mvc.servlet.path=/api, /shop/api/actuator/health/readiness
			server.servlet.context-path=/,     spring.webflux.base-path=/no, /actuator/health/readiness
			""")
	void isFoundWhereAnApplicationWithServletsHasIt(String first, String second, String path) {
		this.contexts.withPropertyValues(GROUP, first, second)
			.run((context) -> assertThat(endpoint(context, HealthReadinessEndpoint.SERVLET).path()).contains(path));
	}

	@ParameterizedTest
	@CsvSource({ "management.server.port=1", "management.server.port=-1",
			"management.endpoints.web.exposure.exclude=health" })
	void isNotOnThePortOfTheApplication(String property) {
		this.contexts.withPropertyValues(GROUP, property)
			.run((context) -> assertThat(endpoint(context).path()).isEmpty());
	}

	@Test
	void isNoneWithoutTheGroup() {
		this.contexts.run((context) -> assertThat(endpoint(context).path()).isEmpty());
	}

	private static ReadinessEndpoint endpoint(ApplicationContext context) {
		return endpoint(context, HealthReadinessEndpoint.REACTIVE);
	}

	private static ReadinessEndpoint endpoint(ApplicationContext context, List<String> prefixes) {
		return new HealthReadinessEndpoint(context.getEnvironment(),
				context.getBeanProvider(HealthEndpointGroups.class), context.getBeanProvider(PathMappedEndpoints.class),
				prefixes);
	}

}
