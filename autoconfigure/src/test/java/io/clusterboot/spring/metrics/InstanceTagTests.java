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

package io.clusterboot.spring.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.logging.LoggingMeterRegistry;
import io.micrometer.core.instrument.logging.LoggingRegistryConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceTag}.
 */
class InstanceTagTests {

	@Test
	void metersOfARegistryThatSendsHaveTheTag() {
		LoggingMeterRegistry registry = new LoggingMeterRegistry(LoggingRegistryConfig.DEFAULT, Clock.SYSTEM);
		try {
			assertThat(tagIn(registry)).isEqualTo("host:1");
		}
		finally {
			registry.close();
		}
	}

	@Test
	void metersOfARegistryThatIsReadHaveNone() {
		assertThat(tagIn(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))).isNull();
		assertThat(tagIn(new SimpleMeterRegistry())).isNull();
	}

	private static String tagIn(MeterRegistry registry) {
		new InstanceTag("host:1").customize(registry);
		return registry.counter("requests").getId().getTag(InstanceTag.NAME);
	}

}
