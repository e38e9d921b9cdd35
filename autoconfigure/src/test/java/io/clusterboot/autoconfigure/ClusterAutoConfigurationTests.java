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

package io.clusterboot.autoconfigure;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterOnce;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.SharedUdp;
import io.clusterboot.spring.settings.ClusterProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.udp.UdpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterAutoConfiguration} and {@link ConditionalOnClusterRole}.
 */
class ClusterAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner();

	@Test
	void standaloneApplicationHasAClusterThatSaysSo() {
		this.runner.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class)).run((context) -> {
			Cluster cluster = context.getBean(Cluster.class);
			assertThat(cluster.role()).isEqualTo(ClusterRole.STANDALONE);
			assertThat(cluster.workerId()).isEmpty();
			assertThat(cluster.slot()).isEmpty();
			assertThat(cluster.generation()).isZero();
			assertThat(cluster.size()).isZero();
			assertThat(cluster.workers()).isEmpty();
		});
	}

	@Test
	void standaloneApplicationDoesNotReadTheProperties() {
		this.runner.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterProperties.class));
		this.runner.withPropertyValues("cluster.role=WORKER")
			.withUserConfiguration(ClusterPropertiesConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(ClusterProperties.class));
	}

	@Test
	void udpServerOfAStandaloneApplicationStaysAsItIs() {
		this.runner.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class)).run((context) -> {
			UdpServer server = UdpServer.create();
			assertThat(context.getBean(SharedUdp.class).share(server)).isSameAs(server);
		});
	}

	@Test
	void applicationWithoutReactorNettyHasNoUdp() {
		this.runner.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("reactor.netty"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("unsharedUdp"));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORKER")
	void onlyWorkersDivideConnections(ClusterRole role) {
		this.runner.withPropertyValues("cluster.role=" + role, "cluster.budget.datasource=divide")
			.withUserConfiguration(WorkerDatasourceConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("datasourceShare"));
	}

	@Test
	void workerWithoutPoolsDividesNone() {
		this.runner.withPropertyValues("cluster.role=WORKER", "cluster.budget.datasource=divide")
			.withClassLoader(new FilteredClassLoader("com.zaxxer"))
			.withUserConfiguration(WorkerDatasourceConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("datasourceShare"));
	}

	@ParameterizedTest
	@EnumSource
	void beanExistsInItsRoleOnly(ClusterRole role) {
		this.runner.withPropertyValues("cluster.role=" + role)
			.withUserConfiguration(OneBeanForEachRole.class)
			.run((context) -> assertThat(context.getBeansOfType(String.class).values()).containsExactlyInAnyOrder(
					role.name(), (role == ClusterRole.STANDALONE) ? "standalone" : "not standalone"));
	}

	@ParameterizedTest
	@EnumSource
	void beanThatExistsOnceIsInNoWorker(ClusterRole role) {
		this.runner.withPropertyValues("cluster.role=" + role)
			.withUserConfiguration(Once.class)
			.run((context) -> assertThat(context.getBeansOfType(StringBuilder.class))
				.hasSize((role == ClusterRole.WORKER) ? 0 : 2));
	}

	@Test
	void beanThatExistsOnceExistsWithoutAnyRole() {
		this.runner.withUserConfiguration(Once.class)
			.run((context) -> assertThat(context.getBeansOfType(StringBuilder.class)).hasSize(2));
	}

	@Configuration(proxyBeanMethods = false)
	static class OneBeanForEachRole {

		@Bean
		@ConditionalOnClusterRole(ClusterRole.MASTER)
		String master() {
			return "MASTER";
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.WORKER)
		String worker() {
			return "WORKER";
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.STANDALONE)
		String standalone() {
			return "STANDALONE";
		}

		@Bean
		@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
		String clustered() {
			return "not standalone";
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.STANDALONE)
		String alone() {
			return "standalone";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OnceByClass.class)
	static class Once {

		@Bean
		@ConditionalOnClusterOnce
		StringBuilder onceByMethod() {
			return new StringBuilder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterOnce
	static class OnceByClass {

		@Bean
		StringBuilder onceByConfiguration() {
			return new StringBuilder();
		}

	}

}
