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

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.clusterboot.autoconfigure.WorkerHealthAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a worker tells its master of its readiness.
 */
@Timeout(120)
class ReadinessTests {

	private static final Duration DEADLINE = Duration.ofSeconds(50);

	private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();

	private final AtomicBoolean ending = new AtomicBoolean();

	private final AtomicBoolean healthy = new AtomicBoolean();

	private final ReadinessReport report = new ReadinessReport(this.told::add, this.ending::get);

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				WorkerHealthAutoConfiguration.class))
		.withBean(ReadinessReport.class, () -> this.report)
		.withPropertyValues("cluster.role=WORKER");

	@Test
	void isToldWhenItChangesAndNotBefore() {
		application(ReadinessState.REFUSING_TRAFFIC);
		application(ReadinessState.ACCEPTING_TRAFFIC);
		application(ReadinessState.ACCEPTING_TRAFFIC);
		application(ReadinessState.REFUSING_TRAFFIC);
		assertThat(this.told).containsExactly(false, true, false);
	}

	@Test
	void bothApplicationAndHealthHaveToBeReady() {
		this.report.awaitHealth();
		application(ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(this.told).as("while the health is not known").isEmpty();
		this.report.health(ReadinessState.ACCEPTING_TRAFFIC);
		this.report.health(ReadinessState.REFUSING_TRAFFIC);
		application(ReadinessState.REFUSING_TRAFFIC);
		this.report.health(ReadinessState.ACCEPTING_TRAFFIC);
		application(ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(this.told).containsExactly(true, false, true);
	}

	@Test
	void workerThatEndsTellsNothing() {
		application(ReadinessState.ACCEPTING_TRAFFIC);
		this.ending.set(true);
		application(ReadinessState.REFUSING_TRAFFIC);
		assertThat(this.told).containsExactly(true);
	}

	@Test
	void groupReadinessDecidesWithTheApplication() {
		this.contexts.withBean("flip", HealthIndicator.class, () -> () -> health())
			.withPropertyValues("management.endpoint.health.group.readiness.include=flip")
			.run((context) -> {
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(this.told.poll(50, TimeUnit.SECONDS)).isFalse();
				this.healthy.set(true);
				assertThat(this.told.poll(50, TimeUnit.SECONDS)).isTrue();
				AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
				assertThat(this.told.poll(50, TimeUnit.SECONDS)).isFalse();
			});
		await("the thread has ended").atMost(DEADLINE)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("cluster-readiness")));
	}

	@Test
	void withoutGroupTheApplicationDecides() {
		this.contexts.withBean("flip", HealthIndicator.class, () -> () -> health())
			.withPropertyValues("management.endpoint.health.probes.enabled=false")
			.run((context) -> {
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(this.told.poll(50, TimeUnit.SECONDS)).isTrue();
			});
	}

	@Test
	void withoutHealthTheApplicationDecides() {
		this.contexts.withClassLoader(new FilteredClassLoader("org.springframework.boot.health.actuate"))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(HealthWatch.class);
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(this.told.poll(50, TimeUnit.SECONDS)).isTrue();
			});
	}

	@Test
	void onlyAWorkerAsks() {
		this.contexts.withPropertyValues("cluster.role=MASTER")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthWatch.class));
	}

	@Test
	void intervalIsASecond() {
		assertThat(HealthWatch.INTERVAL).isEqualTo(Duration.ofSeconds(1));
	}

	private Health health() {
		return this.healthy.get() ? Health.up().build() : Health.down().build();
	}

	private void application(ReadinessState state) {
		this.report.application(new AvailabilityChangeEvent<>(this, state));
	}

}
