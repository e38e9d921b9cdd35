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

import java.util.function.Supplier;

import io.micrometer.prometheusmetrics.PrometheusConfig;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

/**
 * Has Spring Boot's endpoint of Prometheus read the metrics of the cluster. One of the
 * application stays what it is.
 */
public final class PrometheusEndpointPostProcessor implements BeanPostProcessor {

	private final Supplier<ClusterPrometheusRegistry> registry;

	private final ObjectProvider<PrometheusConfig> config;

	/**
	 * Create a new instance.
	 * @param registry returns the metrics of the cluster
	 * @param config the configuration of Prometheus
	 */
	public PrometheusEndpointPostProcessor(Supplier<ClusterPrometheusRegistry> registry,
			ObjectProvider<PrometheusConfig> config) {
		this.registry = registry;
		this.config = config;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() != PrometheusScrapeEndpoint.class) {
			return bean;
		}
		PrometheusConfig present = this.config.getIfAvailable();
		return new PrometheusScrapeEndpoint(this.registry.get(),
				(present != null) ? present.prometheusProperties() : null);
	}

}
