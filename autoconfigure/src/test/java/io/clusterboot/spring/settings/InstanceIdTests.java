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

package io.clusterboot.spring.settings;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceId}.
 */
class InstanceIdTests {

	private static final String ATTRIBUTE = "management.opentelemetry.resource-attributes[service.instance.id]";

	private static final String GROUP = "management.prometheus.metrics.export.pushgateway.grouping-key[instance]";

	@Test
	void isHostAndProcess() {
		assertThat(InstanceId.of("blue", 42)).isEqualTo(new InstanceId("blue:42"));
		assertThat(InstanceId.of(" ", 42).text()).matches("\\S+:42");
	}

	@Test
	void namesTheWorkerToOtlpAndToThePushGateway() {
		assertThat(new InstanceId("blue:42").properties(Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.name=shop")))
			.containsOnly(Map.entry(ATTRIBUTE, "blue:42"), Map.entry(GROUP, "blue:42"));
	}

	@Test
	void attributeOfTheEnvironmentCounts() {
		assertThat(new InstanceId("blue:42")
			.properties(Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.name=shop,service.instance.id=one")))
			.containsOnlyKeys(GROUP);
	}

}
