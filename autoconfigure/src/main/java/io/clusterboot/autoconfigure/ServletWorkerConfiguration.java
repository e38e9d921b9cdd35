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

import jakarta.servlet.http.HttpSessionListener;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.drain.ServletEventStreamDrain;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.worker.HttpSessionWarning;
import io.clusterboot.spring.worker.ServletWarmUpObservations;
import io.clusterboot.spring.worker.WorkerSession;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * The beans of a worker whose application has servlets, whatever container it serves
 * with.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole(ClusterRole.WORKER)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ServletWorkerConfiguration {

	@Bean
	ServletEventStreamDrain servletEventStreamDrain(WorkerSession session) {
		ServletEventStreamDrain drain = new ServletEventStreamDrain(session.settings().drainGrace(),
				session.settings().drainTimeout());
		session.quarantine().observe(drain::letGo);
		return drain;
	}

	@Bean
	FilterRegistrationBean<ServletEventStreamDrain> servletEventStreamDrainFilter(ServletEventStreamDrain drain) {
		FilterRegistrationBean<ServletEventStreamDrain> registration = new FilterRegistrationBean<>(drain);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	ServletListenerRegistrationBean<HttpSessionListener> httpSessionWarning(WorkerSession session,
			Environment environment) {
		return new ServletListenerRegistrationBean<>(
				HttpSessionWarning.of(session, BoundProperties.of(environment).getWarnings().isSessions()));
	}

	/**
	 * The requests of a warm-up are not observed.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationPredicate.class)
	static class ObservationConfiguration {

		@Bean
		ServletWarmUpObservations servletWarmUpObservations() {
			return new ServletWarmUpObservations();
		}

	}

}
