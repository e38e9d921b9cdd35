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

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.metrics.InstanceTag;
import io.clusterboot.spring.settings.InstanceId;
import io.micrometer.core.instrument.push.PushMeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of a worker that sends its metrics
 * itself.
 */
@AutoConfiguration
@ConditionalOnClass({ PushMeterRegistry.class, MeterRegistryCustomizer.class })
@ConditionalOnClusterRole(ClusterRole.WORKER)
public final class WorkerInstanceAutoConfiguration {

	/**
	 * A tag of that name of the application counts, if it has one.
	 */
	@Bean
	InstanceTag instanceTag(Environment environment) {
		return new InstanceTag(environment.getProperty("management.metrics.tags." + InstanceTag.NAME,
				InstanceId.ofThisProcess().text()));
	}

}
