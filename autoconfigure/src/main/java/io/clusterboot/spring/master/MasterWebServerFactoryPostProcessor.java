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

package io.clusterboot.spring.master;

import java.util.function.Supplier;

import io.clusterboot.spring.master.MasterWebServer.ListenAddress;
import io.clusterboot.spring.settings.ServerKind;
import io.clusterboot.spring.settings.UnsupportedWebServerException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.context.ApplicationContext;

/**
 * Replaces the application's web server factory by one whose server is a
 * {@link MasterWebServer} on the same address, after all customizers ran.
 */
public final class MasterWebServerFactoryPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<ClusterStart> start;

	private final ApplicationContext context;

	public MasterWebServerFactoryPostProcessor(ObjectProvider<ClusterStart> start, ApplicationContext context) {
		this.start = start;
		this.context = context;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof WebServerFactory factory)) {
			return bean;
		}
		ServerKind kind = ServerKind.of(factory)
			.orElseThrow(() -> new UnsupportedWebServerException(factory.getClass().getSimpleName()));
		Supplier<ListenAddress> address = (kind == ServerKind.REACTOR_NETTY) ? netty(factory)
				: new ConfiguredListenAddress((AbstractConfigurableWebServerFactory) factory);
		Supplier<WebServer> server = () -> new MasterWebServer(this.start.getObject(), this.context, address);
		if (factory instanceof ReactiveWebServerFactory) {
			return new MasterReactiveWebServerFactory(server, factory.getClass());
		}
		return (factory instanceof ServletWebServerFactory)
				? new MasterServletWebServerFactory(server, factory.getClass()) : factory;
	}

	/**
	 * In a method of its own, as applications on other servers have no such class.
	 */
	private static Supplier<ListenAddress> netty(WebServerFactory factory) {
		return new NettyListenAddress((NettyReactiveWebServerFactory) factory);
	}

}
