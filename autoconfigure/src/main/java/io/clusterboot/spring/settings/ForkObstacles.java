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

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

import io.netty.channel.epoll.Epoll;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Finds the reason why an application must not fork, however many workers are configured.
 */
public final class ForkObstacles {

	private static final String TEST_PROPERTY_SOURCE = "Inlined Test Properties";

	/**
	 * The name that Spring gives to the parameters of a servlet context.
	 */
	private static final String SERVLET_CONTEXT = "servletContextInitParams";

	private final ConfigurableEnvironment environment;

	private final WebApplicationType webApplicationType;

	private final ClassLoader classLoader;

	private final Supplier<HostProgram> hostProgram;

	public ForkObstacles(ConfigurableEnvironment environment, @Nullable WebApplicationType webApplicationType,
			ClassLoader classLoader, Supplier<HostProgram> hostProgram) {
		this.environment = environment;
		this.webApplicationType = webApplicationType(environment, webApplicationType);
		this.classLoader = classLoader;
		this.hostProgram = hostProgram;
	}

	private static WebApplicationType webApplicationType(Environment environment, @Nullable WebApplicationType type) {
		WebApplicationType fallback = (type != null) ? type : WebApplicationType.NONE;
		return Binder.get(environment)
			.bind("spring.main.web-application-type", WebApplicationType.class)
			.orElse(fallback);
	}

	/**
	 * Find the reason.
	 * @return the reason, or {@code null} if the application may fork
	 * @throws UnsupportedWebServerException if the application serves with something that
	 * can't take over a listening socket
	 */
	public @Nullable String find() {
		if (this.environment.getPropertySources().contains(TEST_PROPERTY_SOURCE)) {
			return "this is a test";
		}
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return "the application is being processed ahead of time";
		}
		if ("onRefresh".equals(System.getProperty("spring.context.exit"))) {
			return "this is a training run";
		}
		if (this.classLoader.getClass().getName().startsWith("org.springframework.boot.devtools.restart.")) {
			return "Spring Boot's developer tools restart this application themselves";
		}
		if (isDeployed()) {
			return "it is deployed into a servlet container, whose server is not the application's";
		}
		return (this.webApplicationType != WebApplicationType.NONE) ? system()
				: "the application is no web application";
	}

	/**
	 * Return whether a servlet context exists before the application starts: until it has
	 * one, its parameters are a stub.
	 */
	private boolean isDeployed() {
		PropertySource<?> parameters = this.environment.getPropertySources().get(SERVLET_CONTEXT);
		return parameters != null && !(parameters instanceof PropertySource.StubPropertySource);
	}

	private @Nullable String system() {
		boolean servlets = this.webApplicationType == WebApplicationType.SERVLET;
		if (Arrays.stream(ServerKind.values())
			.filter((kind) -> !servlets || kind != ServerKind.REACTOR_NETTY)
			.noneMatch((kind) -> kind.isPresent(this.classLoader))) {
			throw new UnsupportedWebServerException(servlets ? "a servlet container other than Tomcat and Jetty"
					: "a reactive server other than Reactor Netty, Tomcat and Jetty");
		}
		String system = System.getProperty("os.name", "");
		if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
			return "Windows is not supported";
		}
		if ("false".equals(System.getProperty("reactor.netty.native"))) {
			return "Reactor Netty's native transport is switched off (reactor.netty.native=false)";
		}
		if (!Epoll.isAvailable()) {
			return "Netty's epoll transport is not available on %s %s (%s)".formatted(system,
					System.getProperty("os.arch"), rootMessage(Epoll.unavailabilityCause()));
		}
		return this.hostProgram.get().obstacle();
	}

	private static String rootMessage(@Nullable Throwable failure) {
		Throwable root = failure;
		while (root != null && root.getCause() != null) {
			root = root.getCause();
		}
		return (root != null) ? String.valueOf(root.getMessage()) : "unknown reason";
	}

}
