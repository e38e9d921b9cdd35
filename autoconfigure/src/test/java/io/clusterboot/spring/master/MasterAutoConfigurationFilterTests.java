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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.clusterboot.autoconfigure.ClusterAutoConfiguration;
import io.clusterboot.autoconfigure.ClusterEndpointAutoConfiguration;
import io.clusterboot.autoconfigure.ClusterHealthAutoConfiguration;
import io.clusterboot.autoconfigure.ClusterInfoAutoConfiguration;
import io.clusterboot.autoconfigure.WorkerHealthAutoConfiguration;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MasterAutoConfigurationFilter}: first with a whole context, then with
 * names of modules that are not on the class path.
 */
class MasterAutoConfigurationFilterTests {

	private static final String WEBFLUX = "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration";

	private static final String METRICS = "org.springframework.boot.micrometer.metrics.autoconfigure.";

	private static final String JVM_METERS = METRICS + "jvm.JvmMetricsAutoConfiguration";

	private static final String EXPORT = METRICS + "export.otlp.OtlpMetricsExportAutoConfiguration";

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withUserConfiguration(Application.class);

	@Test
	void masterHasNothingThatServesRequests() {
		master().run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(HttpHandler.class)
				.doesNotHaveBean(HealthEndpoint.class)
				.hasSingleBean(ReactiveWebServerFactory.class);
			assertThat(ConditionEvaluationReport.get(context.getBeanFactory()).getExclusions()).contains(WEBFLUX);
		});
	}

	@ParameterizedTest
	@EnumSource(names = "MASTER", mode = EnumSource.Mode.EXCLUDE)
	void othersHaveAll(ClusterRole role) {
		this.runner.withPropertyValues("cluster.role=" + role, "server.port=0").run(this::assertThatNothingIsLeftOut);
	}

	@Test
	void switchBringsAllBack() {
		master().withPropertyValues("cluster.master.auto-configurations=all").run(this::assertThatNothingIsLeftOut);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cluster.master.management-port=0", "spring.jmx.enabled=true" })
	void masterThatMayServeEndpointsItselfHasAll(String property) {
		// The actuator of Spring Boot expects one reactive server on the class path
		master()
			.withPropertyValues(property,
					"spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
							+ "TomcatReactiveManagementContextAutoConfiguration,"
							+ "org.springframework.boot.jetty.autoconfigure.actuate.web.server."
							+ "JettyReactiveManagementContextAutoConfiguration")
			.run(this::assertThatNothingIsLeftOut);
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.server.port=0", "management.server.port=8081" })
	void managementPortOfTheWorkersChangesNothing(String property) {
		master().withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthEndpoint.class));
	}

	@Test
	void beanOfTheMasterGetsBeansOfTheApplicationAndOfSpringBoot() {
		master().run((context) -> {
			context.publishEvent("Ada");
			assertThat(context.getBean(Greetings.class).lines).containsExactly("{\"hello\":\"Ada\"}");
		});
	}

	@Test
	void dormantBeanThatNeedsWhatIsLeftOutFailsOnlyWhenItIsUsed() {
		master().withUserConfiguration(Hospital.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> context.getBean("doctor"))
				.withRootCauseInstanceOf(NoSuchBeanDefinitionException.class)
				.havingRootCause()
				.withMessageContaining(HealthEndpoint.class.getName());
		});
	}

	@Test
	void masterWithoutTheActuatorStarts() {
		master()
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(HttpHandler.class)
				.hasSingleBean(ReactiveWebServerFactory.class));
	}

	@Test
	void leavesOutTheSecurityOfRequestsAndKeepsItsUsers() {
		String web = "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration";
		String management = "org.springframework.boot.security.autoconfigure.actuate.web.reactive."
				+ "ReactiveManagementWebSecurityAutoConfiguration";
		String users = "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration";
		assertThat(kept(Set.of(), web, management, users)).containsExactly(users);
	}

	@Test
	void leavesOutWhatServesTheRequestsOfServletsAndKeepsTheServer() {
		String server = "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
		String security = "org.springframework.boot.security.autoconfigure.";
		String users = security + "UserDetailsServiceAutoConfiguration";
		String pages = "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration";
		assertThat(kept(Set.of(), server, users, pages,
				"org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration",
				"org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration",
				"org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration",
				security + "web.servlet.SecurityFilterAutoConfiguration",
				"org.springframework.boot.websocket.autoconfigure.servlet.WebSocketServletAutoConfiguration",
				"org.springframework.boot.session.autoconfigure.SessionAutoConfiguration",
				"org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration",
				"org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration"))
			.containsExactly(server, users, pages);
	}

	@Test
	void leavesOutEndpointsAndHealthOfOtherModules() {
		String pool = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
		assertThat(kept(Set.of(),
				"org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAuto" + "Configuration",
				METRICS + "MetricsEndpointAutoConfiguration", pool, "com.acme.AcmeEndpointAutoConfiguration"))
			.containsExactly(pool, "com.acme.AcmeEndpointAutoConfiguration");
	}

	@Test
	void metersAreLeftOutUnlessTheyAreExported() {
		String registry = METRICS + "MetricsAutoConfiguration";
		String simple = METRICS + "export.simple.SimpleMetricsExportAutoConfiguration";
		assertThat(kept(Set.of("no.such.Registry"), registry, simple, JVM_METERS, EXPORT)).containsExactly(registry,
				simple, EXPORT);
		assertThat(kept(Set.of(String.class.getName()), registry, JVM_METERS, EXPORT)).containsExactly(registry,
				JVM_METERS, EXPORT);
	}

	@Test
	void prometheusExportsOnlyToAPushGateway() {
		String prometheus = METRICS + "export.prometheus.PrometheusMetricsExportAutoConfiguration";
		Metadata metadata = new Metadata(Map.of(prometheus, Set.of(String.class.getName())));
		MockEnvironment environment = new MockEnvironment().withProperty("cluster.role", "MASTER");
		MasterAutoConfigurationFilter filter = new MasterAutoConfigurationFilter();
		filter.setEnvironment(environment);
		String[] names = { prometheus, JVM_METERS };
		assertThat(filter.match(names, metadata)).containsExactly(true, false);
		environment.setProperty("management.prometheus.metrics.export.pushgateway.enabled", "true");
		assertThat(filter.match(names, metadata)).containsExactly(true, true);
	}

	/**
	 * Return the auto-configurations that a master keeps.
	 * @param neededByExport the types that the export of metrics needs
	 */
	private static List<String> kept(Set<String> neededByExport, String... names) {
		MasterAutoConfigurationFilter filter = new MasterAutoConfigurationFilter();
		filter.setEnvironment(new MockEnvironment().withProperty("cluster.role", "MASTER"));
		boolean[] matches = filter.match(names, new Metadata(Map.of(EXPORT, neededByExport)));
		return IntStream.range(0, names.length).filter((i) -> matches[i]).mapToObj((i) -> names[i]).toList();
	}

	private ReactiveWebApplicationContextRunner master() {
		return this.runner.withPropertyValues("cluster.role=MASTER");
	}

	private void assertThatNothingIsLeftOut(AssertableReactiveWebApplicationContext context) {
		assertThat(context).hasNotFailed().hasSingleBean(HttpHandler.class).hasSingleBean(HealthEndpoint.class);
		assertThat(ConditionEvaluationReport.get(context.getBeanFactory()).getExclusions()).doesNotContain(WEBFLUX);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { ClusterAutoConfiguration.class, ClusterEndpointAutoConfiguration.class,
			ClusterHealthAutoConfiguration.class, ClusterInfoAutoConfiguration.class,
			WorkerHealthAutoConfiguration.class })
	static class Application {

		@Bean
		static LazyMasterBeans lazyMasterBeans() {
			return new LazyMasterBeans();
		}

		@Bean
		Greeting greeting() {
			return new Greeting("hello");
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.MASTER)
		Greetings greetings(Greeting greeting, JsonMapper mapper) {
			return new Greetings(greeting, mapper);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hospital {

		@Bean
		Doctor doctor(HealthEndpoint endpoint) {
			return new Doctor(endpoint);
		}

	}

	record Doctor(HealthEndpoint endpoint) {

	}

	record Greeting(String word) {

	}

	static final class Greetings {

		private final List<String> lines = new ArrayList<>();

		private final Greeting greeting;

		private final JsonMapper mapper;

		Greetings(Greeting greeting, JsonMapper mapper) {
			this.greeting = greeting;
			this.mapper = mapper;
		}

		@EventListener
		void on(String name) {
			this.lines.add(this.mapper.writeValueAsString(Map.of(this.greeting.word(), name)));
		}

	}

	/**
	 * What is known of auto-configurations before they are loaded.
	 *
	 * @param conditions the types that each needs
	 */
	private record Metadata(Map<String, Set<String>> conditions) implements AutoConfigurationMetadata {

		@Override
		public boolean wasProcessed(String className) {
			return true;
		}

		@Override
		public @Nullable Integer getInteger(String className, String key) {
			return null;
		}

		@Override
		public @Nullable Integer getInteger(String className, String key, @Nullable Integer defaultValue) {
			return defaultValue;
		}

		@Override
		public @Nullable Set<String> getSet(String className, String key) {
			return getSet(className, key, null);
		}

		@Override
		public @Nullable Set<String> getSet(String className, String key, @Nullable Set<String> defaultValue) {
			return key.equals("ConditionalOnClass") ? this.conditions.getOrDefault(className, defaultValue)
					: defaultValue;
		}

		@Override
		public @Nullable String get(String className, String key) {
			return null;
		}

		@Override
		public @Nullable String get(String className, String key, @Nullable String defaultValue) {
			return defaultValue;
		}

	}

}
