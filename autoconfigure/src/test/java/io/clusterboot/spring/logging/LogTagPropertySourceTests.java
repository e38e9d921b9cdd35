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
package io.clusterboot.spring.logging;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.LoggingSystemProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogTagPropertySource}, by what Boot's log patterns get.
 */
class LogTagPropertySourceTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@AfterEach
	void forgetTheProcess() {
		System.clearProperty(LogTagPropertySource.PROCESS_PROPERTY);
		new LogFields("", "", Map.of()).makeCurrent();
	}

	@Test
	void tagIsAllWhereNoCorrelationIsConfigured() {
		LogTagPropertySource.tag(this.environment, LogFields.ofWorker(0, 3, 1));
		assertThat(patterns()).containsEntry("LOG_CORRELATION_PATTERN", "[worker-0 #3 g1] ")
			.doesNotContainKeys("APPLICATION_GROUP", "CONSOLE_LOG_PATTERN", "LOG_LEVEL_PATTERN");
		assertThat(System.getProperty("CLUSTER_PROCESS")).isEqualTo("worker-0");
	}

	@Test
	void correlationIdOfTracingThatIsConfiguredLaterStays() {
		LogTagPropertySource.tag(this.environment, LogFields.ofWorker(1, 2, 0));
		set("logging.expect-correlation-id", "true");
		assertThat(patterns()).containsEntry("LOG_CORRELATION_PATTERN", "[worker-1 #2 g0] %correlationId");
	}

	@Test
	void patternAndGroupOfTheApplicationStay() {
		set("logging.pattern.correlation", "[${key}] ");
		set("key", "%X{tenant}");
		set("logging.expect-correlation-id", "true");
		set("spring.application.group", "shop");
		set("logging.pattern.console", "%m%n");
		LogTagPropertySource.tag(this.environment, LogFields.ofMaster());
		assertThat(patterns()).containsEntry("LOG_CORRELATION_PATTERN", "[master] [%X{tenant}] ")
			.containsEntry("APPLICATION_GROUP", "shop")
			.containsEntry("CONSOLE_LOG_PATTERN", "%m%n");
	}

	@Test
	void tagIsTheSameThroughTheSourcesThatBootAttaches() {
		LogTagPropertySource.tag(this.environment, LogFields.ofWorker(0, 3, 1));
		ConfigurationPropertySources.attach(this.environment);
		assertThat(this.environment.getProperty("logging.pattern.correlation")).isEqualTo("[worker-0 #3 g1] ");
	}

	private void set(String name, String value) {
		this.environment.getPropertySources().addLast(new MapPropertySource(name, Map.of(name, value)));
	}

	private Map<String, String> patterns() {
		Map<String, String> patterns = new HashMap<>();
		new LoggingSystemProperties(this.environment, (name, value) -> {
			if (value != null) {
				patterns.put(name, value);
			}
		}).apply();
		return patterns;
	}

}
