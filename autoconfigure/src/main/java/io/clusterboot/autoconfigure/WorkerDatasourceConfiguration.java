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

import com.zaxxer.hikari.HikariDataSource;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.BudgetRule;
import io.clusterboot.spring.settings.WorkerShare;
import io.clusterboot.spring.worker.DatasourceShare;
import io.clusterboot.spring.worker.WorkerSession;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Divides the connections of pools among the workers, if asked to.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole(ClusterRole.WORKER)
@ConditionalOnClass(HikariDataSource.class)
class WorkerDatasourceConfiguration {

	/**
	 * Decided here and not by a condition, which ahead-of-time processing would decide
	 * when the application is built.
	 */
	@Bean
	static DatasourceShare datasourceShare(WorkerSession session, Environment environment) {
		BudgetRule rule = BoundProperties.of(environment).getBudget().getDatasource();
		return new DatasourceShare((rule == BudgetRule.DIVIDE) ? session.share() : WorkerShare.ALL);
	}

}
