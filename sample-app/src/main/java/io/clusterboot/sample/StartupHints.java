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

package io.clusterboot.sample;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs, in the master and once the cluster serves, commands to try the cluster with.
 */
@Component
@ConditionalOnClusterRole(ClusterRole.MASTER)
final class StartupHints {

	private static final Logger log = LoggerFactory.getLogger(StartupHints.class);

	@EventListener
	void logHints(ApplicationReadyEvent event) {
		if (event.getApplicationContext() instanceof WebServerApplicationContext context
				&& context.getWebServer() != null) {
			log.info("Messages, caches and the leader, in a browser: http://localhost:{}",
					context.getWebServer().getPort());
			log.info("See each worker answer: for i in 1 2 3 4 5 6 7 8; do curl -s localhost:{}; echo; done",
					context.getWebServer().getPort());
			log.info(
					"Tell all workers something: curl -X POST 'localhost:{}/news?text=hello'; ask them all: curl localhost:{}"
							+ "/workers",
					context.getWebServer().getPort(), context.getWebServer().getPort());
			log.info("Kill a worker and see it replaced: kill -9 <pid>. Stop the cluster: Ctrl-C, or kill {}",
					ProcessHandle.current().pid());
		}
	}

}
