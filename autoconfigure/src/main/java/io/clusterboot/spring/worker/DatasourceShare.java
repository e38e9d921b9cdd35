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

import com.zaxxer.hikari.HikariDataSource;
import io.clusterboot.spring.settings.WorkerShare;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives the connection pools of a worker their part of the connections that they are
 * configured with, also those that the application builds itself. A pool may have opened
 * connections by then: what exceeds its part is closed when it is idle.
 */
public final class DatasourceShare implements BeanPostProcessor {

	/**
	 * The size of a pool that says nothing.
	 */
	private static final int DEFAULT_SIZE = 10;

	private static final Logger logger = LoggerFactory.getLogger(DatasourceShare.class);

	private final WorkerShare share;

	/**
	 * Create a new instance.
	 * @param share the part of this worker
	 */
	public DatasourceShare(WorkerShare share) {
		this.share = share;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool) {
			divide(pool, beanName);
		}
		return bean;
	}

	private void divide(HikariDataSource pool, String beanName) {
		int size = (pool.getMaximumPoolSize() > 0) ? pool.getMaximumPoolSize() : DEFAULT_SIZE;
		int idle = (pool.getMinimumIdle() >= 0) ? Math.min(pool.getMinimumIdle(), size) : size;
		pool.setMinimumIdle(Math.min((idle > 0) ? this.share.of(idle) : 0, this.share.of(size)));
		pool.setMaximumPoolSize(this.share.of(size));
		logger.info(
				"Data source '{}' has at most {} connections, of them at least {} idle, in this worker "
						+ "({} and {} divided among {} workers)",
				beanName, pool.getMaximumPoolSize(), pool.getMinimumIdle(), size, idle, this.share.workers());
	}

}
