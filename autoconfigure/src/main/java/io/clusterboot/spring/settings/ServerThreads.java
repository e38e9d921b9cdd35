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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The threads and connections of a web server that workers divide, if asked to.
 *
 * @param sizes the size of each, by its key
 */
public record ServerThreads(Map<String, Integer> sizes) {

	/**
	 * The warning where there is nothing.
	 */
	public static final String NOTHING_TO_DIVIDE = "The key 'cluster.budget.threads' (divide) has no effect: this "
			+ "application has no threads of Tomcat or Jetty. The event loops of Reactor Netty follow 'cluster.worker.cpus'.";

	private static final List<Pool> POOLS = List.of(
			new Pool("server.tomcat.threads.max", 200, "org.apache.catalina.startup.Tomcat"),
			new Pool("server.tomcat.threads.min-spare", 10, "org.apache.catalina.startup.Tomcat"),
			new Pool("server.tomcat.max-connections", 8192, "org.apache.catalina.startup.Tomcat"),
			new Pool("server.jetty.threads.max", 200, "org.eclipse.jetty.server.Server"),
			new Pool("server.jetty.threads.min", 8, "org.eclipse.jetty.server.Server"),
			new Pool("server.jetty.max-connections", -1, "org.eclipse.jetty.server.Server"));

	/**
	 * Find what there is to divide: what is configured, and the defaults of a server that
	 * is on the class path. A number below 1 is no limit.
	 * @param environment the environment of the application
	 * @param classLoader the application's class loader
	 * @return the sizes, none if the application does not want them divided
	 */
	public static ServerThreads of(Environment environment, ClassLoader classLoader) {
		return of(environment, (server) -> ClassUtils.isPresent(server, classLoader));
	}

	static ServerThreads of(Environment environment, Predicate<String> isPresent) {
		if (BoundProperties.of(environment).getBudget().getThreads() != BudgetRule.DIVIDE) {
			return new ServerThreads(Map.of());
		}
		Binder binder = Binder.get(environment);
		Map<String, Integer> sizes = new LinkedHashMap<>();
		for (Pool pool : POOLS) {
			int size = binder.bind(pool.key(), Bindable.of(Integer.class))
				.orElseGet(() -> isPresent.test(pool.server()) ? pool.fallback() : 0);
			if (size > 0) {
				sizes.put(pool.key(), size);
			}
		}
		return new ServerThreads(sizes);
	}

	/**
	 * Return the properties of one worker.
	 * @param share the part of the worker
	 * @return the sizes
	 */
	public Map<String, Object> divide(WorkerShare share) {
		Map<String, Object> divided = new LinkedHashMap<>();
		this.sizes.forEach((key, size) -> divided.put(key, share.of(size)));
		return divided;
	}

	/**
	 * Return a sentence for the log.
	 * @param share the part of the worker
	 * @return the sentence
	 */
	public String describe(WorkerShare share) {
		return this.sizes.entrySet()
			.stream()
			.map((size) -> "%s=%d (of %d)".formatted(size.getKey(), share.of(size.getValue()), size.getValue()))
			.collect(Collectors.joining(", ", "Divided among %d workers: ".formatted(share.workers()), ""));
	}

	/**
	 * A size of a server.
	 *
	 * @param key the key of the property
	 * @param fallback what the server takes without the property
	 * @param server a class of the server
	 */
	private record Pool(String key, int fallback, String server) {

	}

}
