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

package io.clusterboot.spring.actuator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.autoconfigure.ClusterEndpointAutoConfiguration;
import io.clusterboot.autoconfigure.ClusterHealthAutoConfiguration;
import io.clusterboot.autoconfigure.ClusterInfoAutoConfiguration;
import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.PublishedWorker;
import io.clusterboot.spring.settings.ClusterProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Actuator has of the cluster, in which process and under which conditions.
 */
class ActuatorTests {

	private final FakeSource source = new FakeSource();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, EndpointAutoConfiguration.class,
				ClusterEndpointAutoConfiguration.class, ClusterHealthAutoConfiguration.class,
				ClusterInfoAutoConfiguration.class))
		.withUserConfiguration(Properties.class)
		.withBean(ApplicationAvailability.class, ApplicationAvailabilityBean::new)
		.withPropertyValues("cluster.role=MASTER")
		.withAllowBeanDefinitionOverriding(true)
		.withBean("masterControl", ControlHandler.class, () -> (call) -> null)
		.withBean("masterCluster", Cluster.class, () -> new FakeCluster())
		.withBean("masterHealthSource", ClusterHealthSource.class, () -> this.source);

	@ParameterizedTest
	@ValueSource(strings = { "health,info", "" })
	void endpointThatIsNotExposedIsNoBean(String exposed) {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=" + exposed)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClusterEndpoint.class));
	}

	@Test
	void exposedEndpointIsABeanInACluster() {
		ApplicationContextRunner exposed = this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=cluster");
		exposed.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
			.hasSingleBean(ClusterWebEndpoint.class));
		exposed.withPropertyValues("management.endpoint.cluster.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class));
		exposed.withPropertyValues("cluster.role=STANDALONE")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ClusterEndpoint.class)
				.doesNotHaveBean(ClusterReadiness.class)
				.doesNotHaveBean(ClusterInfo.class));
	}

	@Test
	void applicationWithoutActuatorHasNothing() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ClusterEndpointAutoConfiguration.class,
					ClusterHealthAutoConfiguration.class, ClusterInfoAutoConfiguration.class))
			.withPropertyValues("cluster.role=WORKER", "management.endpoints.web.exposure.include=cluster")
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("clusterEndpoint")
				.doesNotHaveBean("clusterReadinessHealthIndicator")
				.doesNotHaveBean("workerInfoContributor"));
	}

	@Test
	void endpointInJmxHasNoWebExtension() {
		this.runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=cluster")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
				.doesNotHaveBean(ClusterWebEndpoint.class));
	}

	@Test
	void onlyReadsArePermittedByDefault() {
		assertThat(ClusterEndpoint.class.getAnnotation(Endpoint.class).defaultAccess()).isEqualTo(Access.READ_ONLY);
	}

	@ParameterizedTest
	@CsvSource({ "1, 2, 1, false, UP", "0, 1, 1, false, OUT_OF_SERVICE", "2, 2, 4, true, OUT_OF_SERVICE",
			"2, 3, 4, false, OUT_OF_SERVICE", "1, 75%, 1, false, UP", "2, 75%, 4, false, OUT_OF_SERVICE",
			"3, 75%, 4, false, UP", "0, 0, 4, false, UP" })
	void readinessIsThatOfTheCluster(int ready, String minReady, int size, boolean stopping, String status) {
		this.source.summary = Optional.of(new ClusterSummary(ready, size, stopping));
		this.runner.withPropertyValues("cluster.health.min-ready=" + minReady)
			.run((context) -> assertThat(status(context.getBean(HealthEndpoint.class), "readiness")).isEqualTo(status));
	}

	@Test
	void readinessOfTheWorkerHasNothingOfTheCluster() {
		this.source.summary = Optional.of(new ClusterSummary(0, 2, true));
		this.runner
			.withPropertyValues("management.endpoint.health.group.readiness.include=*",
					"management.endpoint.health.group.readiness.additional-path=server:/ready")
			.withBean("db", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> {
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
				assertThat(components(endpoint, "readiness")).containsOnlyKeys("clusterReadiness");
				assertThat(components(endpoint, ClusterHealthGroups.WORKER_READINESS)).containsKey("db")
					.doesNotContainKeys("cluster", "clusterReadiness", "clusterLiveness");
				assertThat(status(endpoint, ClusterHealthGroups.WORKER_READINESS)).isEqualTo("OUT_OF_SERVICE");
			});
	}

	@Test
	void masterThatIsGoneTakesTheClusterOutOfService() {
		this.source.master = false;
		assertThat(new ClusterReadiness(this.source, (size) -> 0).health().getStatus())
			.isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void livenessIsDownWhenTheMasterMakesNoProgress() {
		this.runner.withPropertyValues("cluster.liveness-timeout=10s").run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
			assertThat(components(endpoint, "liveness")).containsOnlyKeys("clusterLiveness", "livenessState");
			this.source.silence = Optional.of(Duration.ofSeconds(11));
			assertThat(status(endpoint, "liveness")).isEqualTo("UP");
			this.source.silence = Optional.of(Duration.ofSeconds(13));
			assertThat(status(endpoint, "liveness")).isEqualTo("DOWN");
			this.source.summary = Optional.of(new ClusterSummary(1, 1, true));
			assertThat(status(endpoint, "liveness")).as("while the cluster stops").isEqualTo("UP");
		});
	}

	@Test
	void workerThatIsNotReadyTakesNobodyOutOfService() {
		this.source.workers = List.of(new PublishedWorker(3, 1, 4711, 1, WorkerState.QUARANTINED.ordinal()),
				new PublishedWorker(1, 0, 4710, 1, WorkerState.READY.ordinal()),
				new PublishedWorker(4, 1, -1, 1, WorkerState.STARTING.ordinal()));
		this.runner.run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			assertThat(status(endpoint, "cluster")).isEqualTo("UP");
			assertThat(components(endpoint, "cluster")).containsOnlyKeys("worker-1", "worker-3", "worker-4");
			assertThat(status(endpoint, "cluster", "worker-3")).isEqualTo("QUARANTINED");
			assertThat(endpoint.healthForPath("cluster", "worker-5")).isNull();
		});
	}

	@Test
	void infoNamesTheProcess() {
		this.runner.run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(InfoContributor.class).contribute(info);
			assertThat(info.build().get("cluster")).isEqualTo(
					Map.of("role", "master", "size", 2, "generation", 0, "masterPid", ProcessHandle.current().pid()));
		});
		this.runner.withPropertyValues("management.info.cluster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(InfoContributor.class));
	}

	private static String status(HealthEndpoint endpoint, String... path) {
		HealthDescriptor health = endpoint.healthForPath(path);
		assertThat(health).isNotNull();
		return health.getStatus().getCode();
	}

	private static Map<String, HealthDescriptor> components(HealthEndpoint endpoint, String... path) {
		return ((CompositeHealthDescriptor) endpoint.healthForPath(path)).getComponents();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ClusterProperties.class)
	static class Properties {

	}

	/**
	 * A cluster of two workers.
	 */
	private record FakeCluster() implements Cluster {

		@Override
		public ClusterRole role() {
			return ClusterRole.MASTER;
		}

		@Override
		public int size() {
			return 2;
		}

	}

	/**
	 * A cluster in the state that a test wants.
	 */
	private static final class FakeSource implements ClusterHealthSource {

		private Optional<ClusterSummary> summary = Optional.empty();

		private List<PublishedWorker> workers = List.of();

		private boolean master = true;

		private Optional<Duration> silence = Optional.empty();

		@Override
		public Optional<ClusterSummary> summary() {
			return this.summary;
		}

		@Override
		public List<PublishedWorker> workers() {
			return this.workers;
		}

		@Override
		public boolean hasMaster() {
			return this.master;
		}

		@Override
		public Optional<Duration> masterSilence() {
			return this.silence;
		}

	}

}
