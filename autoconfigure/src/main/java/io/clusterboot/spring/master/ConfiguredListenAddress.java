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

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.clusterboot.spring.master.MasterWebServer.ListenAddress;

import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;

/**
 * Where a server would listen that takes its address from its factory.
 *
 * @param factory the application's factory
 */
record ConfiguredListenAddress(AbstractConfigurableWebServerFactory factory) implements Supplier<ListenAddress> {

	@Override
	public ListenAddress get() {
		return new ListenAddress(of(this.factory), 0);
	}

	static InetSocketAddress of(AbstractConfigurableWebServerFactory factory) {
		return (factory.getAddress() != null)
				? new InetSocketAddress(factory.getAddress().getHostAddress(), factory.getPort())
				: new InetSocketAddress(factory.getPort());
	}

}
