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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.context.ShutdownEndpoint;

/**
 * Makes the {@code shutdown} endpoint of a worker end the whole cluster, as it ends an
 * application that runs alone. An endpoint that the application defines in its place
 * stays.
 */
public final class WorkerShutdown implements BeanPostProcessor {

	private final ObjectProvider<WorkerSession> session;

	/**
	 * Create a new instance.
	 * @param session gives this worker
	 */
	public WorkerShutdown(ObjectProvider<WorkerSession> session) {
		this.session = session;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() != ShutdownEndpoint.class) {
			return bean;
		}
		return new WorkerShutdownEndpoint(this.session.getObject());
	}

}
