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

package io.clusterboot.spring.master;

import java.time.Duration;

import io.clusterboot.cluster.ClusterRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MasterLifecycle}.
 */
class MasterLifecycleTests {

	private static final String NAME = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Pieces.class)
		.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class));

	@ParameterizedTest
	@EnumSource
	void processorOfBootIsReplacedInTheMaster(ClusterRole role) {
		this.runner.withPropertyValues("cluster.role=" + role)
			.run((context) -> assertThat(context.getBean(NAME).getClass()).isEqualTo(
					(role == ClusterRole.MASTER) ? MasterLifecycleProcessor.class : DefaultLifecycleProcessor.class));
	}

	@Test
	void masterWithoutAnyGetsOne() {
		new ApplicationContextRunner().withUserConfiguration(Pieces.class)
			.withPropertyValues("cluster.role=MASTER")
			.run((context) -> assertThat(context.getBean(NAME)).isInstanceOf(MasterLifecycleProcessor.class));
	}

	@Test
	void processorOfTheApplicationStays() {
		this.runner.withPropertyValues("cluster.role=MASTER")
			.withUserConfiguration(OwnProcessor.class)
			.run((context) -> assertThat(context.getBean(NAME)).isInstanceOf(OwnProcessor.Own.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Pieces {

		@Bean
		static MasterLifecycle masterLifecycle() {
			return new MasterLifecycle(() -> Duration.ofSeconds(5));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@Bean
		Own lifecycleProcessor() {
			return new Own();
		}

		static final class Own extends DefaultLifecycleProcessor {

		}

	}

}
