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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.MasterManagementPort;
import io.clusterboot.spring.settings.MasterProperties.AutoConfigurations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Leaves out of the master the auto-configurations that only matter where requests are
 * served: those of WebFlux, WebMVC and servlets, of the security and the sessions of
 * requests, and of the actuator's endpoints, and its meters unless they are exported. It
 * decides by name, before a class is read. The condition report of Spring Boot has them
 * as exclusions, and names them where a bean is missing for that reason.
 * <p>
 * A master that serves endpoints itself, on a management port of its own or over JMX, has
 * all auto-configurations.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MasterAutoConfigurationFilter implements AutoConfigurationImportFilter, EnvironmentAware, BeanFactoryAware {

	private static final Logger logger = LoggerFactory.getLogger(MasterAutoConfigurationFilter.class);

	private static final String KEY = "cluster.master.auto-configurations";

	private static final Pattern SERVING = Pattern.compile("org\\.springframework\\.boot\\."
			+ "(webflux\\.autoconfigure|webmvc\\.autoconfigure|servlet\\.autoconfigure"
			+ "|(security|graphql|websocket)\\.autoconfigure\\.(web\\.)?(reactive|servlet)"
			+ "|session\\.(\\w+\\.)*autoconfigure|jersey\\.autoconfigure|h2console\\.autoconfigure"
			+ "|data\\.rest\\.autoconfigure|hateoas\\.autoconfigure|webservices\\.autoconfigure)\\..*");

	private static final Pattern ENDPOINTS = Pattern.compile("org\\.springframework\\.boot\\."
			+ "(actuate\\.autoconfigure\\..*|health\\.autoconfigure\\..*|.*\\.autoconfigure\\.(actuate|health)\\..*"
			+ "|.*\\.\\w+EndpointAutoConfiguration)");

	/**
	 * What is measured in any application. It creates the registry and all meters, which
	 * only endpoints and exports read.
	 */
	private static final Pattern METERS = Pattern.compile("org\\.springframework\\.boot\\.micrometer\\.metrics\\."
			+ "autoconfigure\\.(jvm|logging|ssl|startup|system|task)\\..*");

	private static final String EXPORT = "org.springframework.boot.micrometer.metrics.autoconfigure.export.";

	/**
	 * The registry that nobody reads but the actuator's endpoint.
	 */
	private static final String SIMPLE_EXPORT = EXPORT + "simple.";

	/**
	 * The registry that nobody reads but the actuator's endpoint, and a push gateway.
	 */
	private static final String PROMETHEUS_EXPORT = EXPORT + "prometheus.";

	private static final String PUSH_GATEWAY = "management.prometheus.metrics.export.pushgateway.enabled";

	private @Nullable Environment environment;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		Arrays.fill(matches, true);
		if (this.environment == null || !isReduced(this.environment)) {
			return matches;
		}
		boolean pushesToGateway = this.environment.getProperty(PUSH_GATEWAY, Boolean.class, false);
		boolean exportsMetrics = Arrays.stream(autoConfigurationClasses)
			.filter(Objects::nonNull)
			.filter((name) -> pushesToGateway || !name.startsWith(PROMETHEUS_EXPORT))
			.anyMatch((name) -> exportsMetrics(name, metadata));
		List<String> omitted = new ArrayList<>();
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurationClasses[i];
			if (name != null && (servesRequests(name) || (METERS.matcher(name).matches() && !exportsMetrics))) {
				matches[i] = false;
				omitted.add(name);
			}
		}
		report(omitted);
		return matches;
	}

	private static boolean isReduced(Environment environment) {
		return ClusterRole.MASTER.name().equals(environment.getProperty(ConditionalOnClusterRole.ROLE_PROPERTY))
				&& BoundProperties.of(environment).getMaster().getAutoConfigurations() == AutoConfigurations.REDUCED
				&& !MasterManagementPort.isPresent(environment)
				&& !environment.getProperty("spring.jmx.enabled", Boolean.class, false);
	}

	private static boolean servesRequests(String name) {
		return SERVING.matcher(name).matches() || ENDPOINTS.matcher(name).matches();
	}

	private static boolean exportsMetrics(String name, AutoConfigurationMetadata metadata) {
		Set<String> needed = metadata.getSet(name, "ConditionalOnClass");
		return name.startsWith(EXPORT) && !name.startsWith(SIMPLE_EXPORT) && needed != null
				&& needed.stream().allMatch((type) -> ClassUtils.isPresent(type, null));
	}

	private void report(List<String> omitted) {
		if (omitted.isEmpty()) {
			return;
		}
		logger.debug("The master serves no request and does without {} ({}=all has them)", omitted, KEY);
		if (this.beanFactory != null) {
			ConditionEvaluationReport.get(this.beanFactory).recordExclusions(omitted);
		}
	}

}
