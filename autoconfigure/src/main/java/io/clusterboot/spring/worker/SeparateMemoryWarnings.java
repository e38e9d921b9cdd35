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

import java.util.Collection;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Warns once, in the first worker of a cluster, of what works in one process and breaks
 * in several, and names the way out. Each warning can be silenced by its name.
 */
public final class SeparateMemoryWarnings implements ApplicationListener<ApplicationReadyEvent> {

	private static final String BROKER = "org.springframework.messaging.simp.broker.SimpleBrokerMessageHandler";

	private static final String SILENCE = "cluster.warnings.silence=%s turns this warning off";

	private static final Logger logger = LoggerFactory.getLogger(SeparateMemoryWarnings.class);

	private final boolean due;

	private final boolean evictionsBroadcast;

	private final Collection<String> silenced;

	/**
	 * Create a new instance.
	 * @param due whether this is the process that warns
	 * @param evictionsBroadcast whether caches evict what others have changed
	 * @param silenced the names of warnings that are not wanted
	 */
	public SeparateMemoryWarnings(boolean due, boolean evictionsBroadcast, Collection<String> silenced) {
		this.due = due;
		this.evictionsBroadcast = evictionsBroadcast;
		this.silenced = silenced.stream().map((name) -> name.toLowerCase(Locale.ROOT)).toList();
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.due) {
			warn(event.getApplicationContext().getBeanFactory(), event.getApplicationContext().getEnvironment());
		}
	}

	void warn(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		BeansByType beans = new BeansByType(beanFactory);
		if (!this.evictionsBroadcast && isWanted("cache")) {
			for (String name : beans.named(ConcurrentMapCacheManager.class)) {
				logger
					.warn("Each worker has caches of its own in the bean '{}': what one evicts or replaces, the others "
							+ "keep. cluster.cache.evict-broadcast=true evicts it in all. {}", name, off("cache"));
			}
		}
		String url = environment.getProperty("spring.datasource.url", "").toLowerCase(Locale.ROOT);
		if (isFileOfOneProcess(url) && isWanted("h2")) {
			logger
				.warn("spring.datasource.url names a file of an H2 database, which one process opens and no other. Use "
						+ "a server, or add AUTO_SERVER=TRUE. {}", off("h2"));
		}
		if (isWanted("broker")) {
			for (String name : beans.named(BROKER)) {
				logger
					.warn("Each worker has a message broker of its own in the bean '{}': what is sent in one does not "
							+ "reach the clients of others. Use a broker relay, or broadcast what is sent "
							+ "(@ClusterBroadcast). {}", name, off("broker"));
			}
		}
		if (isWanted("users")) {
			new InMemoryUsers(beans, environment).problems()
				.forEach((problem) -> logger.warn("{} {}", problem, off("users")));
		}
		if (isWanted("rate-limiter")) {
			for (String name : new InMemoryRateLimiters(beans).names()) {
				logger.warn("Each worker has a rate limiter of its own in the bean '{}': together they let through as "
						+ "many times its limit as there are workers. Divide the limit by their number, or use a "
						+ "limiter that keeps its state in a store they share. {}", name, off("rate-limiter"));
			}
		}
	}

	private static boolean isFileOfOneProcess(String url) {
		return url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:mem:") && !url.startsWith("jdbc:h2:tcp:")
				&& !url.startsWith("jdbc:h2:ssl:") && !url.contains("auto_server=true");
	}

	private boolean isWanted(String name) {
		return !this.silenced.contains(name);
	}

	private static String off(String name) {
		return SILENCE.formatted(name);
	}

}
