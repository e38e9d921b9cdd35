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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.metrics.ClusterFigures;
import io.clusterboot.spring.metrics.ClusterMeters;
import io.clusterboot.spring.metrics.ClusterMetersAdvisor;
import io.clusterboot.spring.metrics.ClusterPrometheusRegistry;
import io.clusterboot.spring.metrics.MasterMetrics;
import io.clusterboot.spring.metrics.MeterFolding;
import io.clusterboot.spring.metrics.MeterSource;
import io.clusterboot.spring.metrics.MetricsCollector;
import io.clusterboot.spring.metrics.PrometheusEndpointPostProcessor;
import io.clusterboot.spring.metrics.PrometheusFolding;
import io.clusterboot.spring.metrics.PrometheusSource;
import io.clusterboot.spring.metrics.RegistryCloseDelay;
import io.clusterboot.spring.metrics.SilentMasterAdvisor;
import io.clusterboot.spring.metrics.SnapshotFolding;
import io.clusterboot.spring.metrics.SnapshotSource;
import io.clusterboot.spring.metrics.WorkerMetrics;
import io.clusterboot.spring.settings.MetricsSettings;
import io.clusterboot.spring.worker.WorkerSession;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsEndpointAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the metrics of the whole cluster.
 * It comes after the endpoints, to know whether they are there.
 */
@AutoConfiguration(after = { MetricsEndpointAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class },
		afterName = "io.clusterboot.autoconfigure.ClusterAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, MetricsEndpointAutoConfiguration.class })
@ConditionalOnBean(MessageBus.class)
@ConditionalOnBooleanProperty(name = MetricsSettings.ENABLED, matchIfMissing = true)
public final class ClusterMetricsAutoConfiguration {

	/**
	 * What the master keeps.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	static class MasterConfiguration {

		@Bean
		ClusterFigures clusterFigures(Cluster cluster) {
			return new ClusterFigures(() -> cluster.status().join());
		}

		@Bean
		MasterMetrics masterMetrics(MessageBus bus, ClusterFigures figures, Environment environment) {
			MetricsSettings settings = MetricsSettings.of(environment);
			Map<String, Supplier<SnapshotFolding>> foldings = new LinkedHashMap<>();
			foldings.put(SnapshotSource.PROMETHEUS, () -> new PrometheusFolding(settings.maxSeries()));
			foldings.put(SnapshotSource.METERS, () -> new MeterFolding(settings.maxSeries()));
			return new MasterMetrics(bus, settings.scrapeTimeout(), foldings, figures::toJson);
		}

	}

	/**
	 * What a worker tells the master.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	static class WorkerConfiguration {

		@Bean
		WorkerMetrics workerMetrics(MessageBus bus, WorkerSession session, ConfigurableApplicationContext context,
				ObjectProvider<SnapshotSource> sources) {
			return new WorkerMetrics(bus, session.slot(), WorkerMetrics.INTERVAL, new RegistryCloseDelay(context),
					sources.orderedStream().toList());
		}

	}

	/**
	 * What is read where the metrics of the cluster are asked for.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
	static class CollectorConfiguration {

		@Bean
		MetricsCollector metricsCollector(MessageBus bus, Environment environment) {
			return new MetricsCollector(bus, MetricsSettings.of(environment).scrapeTimeout());
		}

		@Bean
		SilentMasterAdvisor silentMasterAdvisor() {
			return new SilentMasterAdvisor();
		}

	}

	/**
	 * The endpoint of Micrometer's meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
	@ConditionalOnClass(MetricsEndpoint.class)
	@ConditionalOnBean(MetricsEndpoint.class)
	static class MetersConfiguration {

		@Bean
		@ConditionalOnClusterRole(ClusterRole.WORKER)
		MeterSource meterSource(MeterRegistry registry) {
			return new MeterSource(registry);
		}

		@Bean
		ClusterMetersAdvisor clusterMetersAdvisor(MetricsCollector collector, Environment environment) {
			return new ClusterMetersAdvisor(collector,
					SingletonSupplier.of(() -> new ClusterMeters(collector, MetricsSettings.of(environment).gauges())));
		}

	}

	/**
	 * The endpoint of Prometheus.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
	@ConditionalOnClass({ PrometheusMeterRegistry.class, PrometheusScrapeEndpoint.class })
	@ConditionalOnBean(PrometheusScrapeEndpoint.class)
	static class PrometheusConfiguration {

		@Bean
		@ConditionalOnClusterRole(ClusterRole.WORKER)
		PrometheusSource prometheusSource(PrometheusRegistry registry, ObjectProvider<PrometheusMeterRegistry> meters) {
			return new PrometheusSource(registry, meters.getIfAvailable());
		}

		/**
		 * The registry of the cluster is no bean: there is one registry of the process.
		 */
		@Bean
		static PrometheusEndpointPostProcessor prometheusEndpointPostProcessor(
				ObjectProvider<PrometheusRegistry> registry, ObjectProvider<MetricsCollector> collector,
				Environment environment, ObjectProvider<PrometheusConfig> config) {
			return new PrometheusEndpointPostProcessor(() -> new ClusterPrometheusRegistry(registry.getObject(),
					collector.getObject(), MetricsSettings.of(environment).gauges()), config);
		}

	}

}
