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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistryCloseDelay}.
 */
class RegistryCloseDelayTests {

	@Test
	void registryIsOpenUntilTheDelayEnds() {
		try (AnnotationConfigApplicationContext context = context()) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			RegistryCloseDelay delay = new RegistryCloseDelay(context);
			delay.begin();
			context.publishEvent(new ContextClosedEvent(context));
			assertThat(registry.isClosed()).isFalse();
			delay.end();
			assertThat(registry.isClosed()).isTrue();
		}
	}

	@Test
	void springBootClosesTheRegistryOfAContextThatDidNotStart() {
		try (AnnotationConfigApplicationContext context = context()) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			new RegistryCloseDelay(context).end();
			context.publishEvent(new ContextClosedEvent(context));
			assertThat(registry.isClosed()).isTrue();
		}
	}

	private static AnnotationConfigApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(SimpleMeterRegistry.class, () -> new SimpleMeterRegistry());
		context.register(MetricsAutoConfiguration.class);
		context.refresh();
		return context;
	}

}
