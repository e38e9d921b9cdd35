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

package io.clusterboot.spring.tomcat;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.clusterboot.cluster.worker.RequestThreads;
import org.apache.coyote.ProtocolHandler;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/**
 * The threads of a connector of Tomcat, which has them from its start to its stop.
 * Virtual threads have no bound; what an executor of another kind does is not known.
 *
 * @param handler the connector's protocol
 */
public record TomcatThreads(ProtocolHandler handler) implements RequestThreads {

	@Override
	public boolean isExhausted() {
		Executor executor = this.handler.getExecutor();
		if (executor instanceof ThreadPoolExecutor pool) {
			return !pool.getQueue().isEmpty() && pool.getSubmittedCount() > pool.getMaximumPoolSize();
		}
		return executor instanceof java.util.concurrent.ThreadPoolExecutor pool && !pool.getQueue().isEmpty()
				&& pool.getActiveCount() >= pool.getMaximumPoolSize();
	}

	@Override
	public void execute(Runnable task) {
		Executor executor = this.handler.getExecutor();
		if (executor == null) {
			throw new RejectedExecutionException("The connector has stopped");
		}
		executor.execute(task);
	}

}
