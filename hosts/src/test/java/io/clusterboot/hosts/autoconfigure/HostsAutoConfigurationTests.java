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

package io.clusterboot.hosts.autoconfigure;

import java.util.Objects;

import io.clusterboot.spring.settings.HostEngine;
import io.clusterboot.spring.settings.HostsProperties;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HostsAutoConfiguration}.
 */
class HostsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HostsAutoConfiguration.class));

	@Test
	void masterAloneHasIt() {
		this.runner.withPropertyValues("cluster.role=MASTER")
			.run((context) -> assertThat(context).hasSingleBean(HostsLifecycle.class));
		this.runner.withPropertyValues("cluster.role=WORKER", "cluster.hosts.engine=redis")
			.run((context) -> assertThat(context).doesNotHaveBean(HostsLifecycle.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(HostsLifecycle.class));
	}

	@Test
	void databaseOfAnotherKindIsRefused() {
		refused(HostEngine.JDBC, "spring.datasource.url=jdbc:h2:mem:test").satisfies((ex) -> {
			assertThat(ex.getName()).isEqualTo("cluster.hosts.jdbc.url");
			assertThat(ex.getValue()).isEqualTo("jdbc:h2:mem:test");
			assertThat(ex.getReason()).contains("Expected the URL of a PostgreSQL database");
		});
	}

	@Test
	void engineWithoutItsBeanIsRefused() {
		refused(HostEngine.CUSTOM, "x=y")
			.satisfies((ex) -> assertThat(ex.getReason()).contains("Expected a bean of the type"));
		refused(HostEngine.REDIS, "x=y")
			.satisfies((ex) -> assertThat(ex.getReason()).contains("Expected a connection factory for Redis"));
	}

	private ThrowableAssertAlternative<InvalidConfigurationPropertyValueException> refused(HostEngine engine,
			String property) {
		HostsProperties properties = new HostsProperties();
		properties.setEngine(engine);
		return assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> this.runner.withPropertyValues(property)
				.run((context) -> new Engines(Objects.requireNonNull(context.getSourceApplicationContext()), properties,
						"group")
					.create(engine)));
	}

}
