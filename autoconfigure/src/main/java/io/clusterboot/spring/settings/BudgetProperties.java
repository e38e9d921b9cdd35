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

package io.clusterboot.spring.settings;

/**
 * What is divided among the workers.
 */
public class BudgetProperties {

	/**
	 * Whether each worker has the connections that a pool of HikariCP is configured with,
	 * or all workers together.
	 */
	private BudgetRule datasource = BudgetRule.EACH;

	/**
	 * Whether each worker has the threads and connections that "server.tomcat" and
	 * "server.jetty" are configured with, or all workers together.
	 */
	private BudgetRule threads = BudgetRule.EACH;

	public BudgetRule getDatasource() {
		return this.datasource;
	}

	public void setDatasource(BudgetRule datasource) {
		this.datasource = datasource;
	}

	public BudgetRule getThreads() {
		return this.threads;
	}

	public void setThreads(BudgetRule threads) {
		this.threads = threads;
	}

}
