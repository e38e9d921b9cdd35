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

package io.clusterboot.spring.jetty;

import io.clusterboot.cluster.worker.RequestThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads of a Jetty. Where it serves requests with virtual threads, these never wait
 * in the pool.
 *
 * @param pool the pool
 */
public record JettyThreads(QueuedThreadPool pool) implements RequestThreads {

	@Override
	public boolean isExhausted() {
		return this.pool.getQueueSize() > 0 && this.pool.getThreads() >= this.pool.getMaxThreads();
	}

	@Override
	public void execute(Runnable task) {
		this.pool.execute(task);
	}

}
