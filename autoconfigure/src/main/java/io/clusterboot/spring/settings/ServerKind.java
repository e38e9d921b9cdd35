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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.clusterboot.handle.NioSockets;

import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.util.ClassUtils;

/**
 * The servers that can take over a listening socket. They are told apart by the names of
 * classes, since an application has not all of them.
 */
public enum ServerKind {

	/**
	 * Reactor Netty.
	 */
	REACTOR_NETTY("org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory"),

	/**
	 * Tomcat.
	 */
	TOMCAT("org.springframework.boot.tomcat.TomcatWebServerFactory"),

	/**
	 * Jetty.
	 */
	JETTY("org.springframework.boot.jetty.JettyWebServerFactory");

	private final String factory;

	ServerKind(String factory) {
		this.factory = factory;
	}

	/**
	 * Return the kind of a factory.
	 * @param factory the factory
	 * @return the kind, empty if no server of it can take over a socket
	 */
	public static Optional<ServerKind> of(WebServerFactory factory) {
		return Arrays.stream(values())
			.filter((kind) -> Stream.<Class<?>>iterate(factory.getClass(), (type) -> type != null, Class::getSuperclass)
				.anyMatch((type) -> type.getName().equals(kind.factory)))
			.findFirst();
	}

	/**
	 * Return the JVM options that the workers of an application need for its servers.
	 * @param classLoader the application's class loader
	 * @return the options
	 */
	public static List<String> workerOptions(ClassLoader classLoader) {
		return (TOMCAT.isPresent(classLoader) || JETTY.isPresent(classLoader)) ? List.of(NioSockets.OPTION) : List.of();
	}

	boolean isPresent(ClassLoader classLoader) {
		return ClassUtils.isPresent(this.factory, classLoader);
	}

}
