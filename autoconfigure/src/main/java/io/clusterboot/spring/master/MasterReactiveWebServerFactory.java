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

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Replaces the factory of a reactive application in the master.
 *
 * @param server creates the master's server
 * @param replaced the type of the factory of the application
 */
record MasterReactiveWebServerFactory(Supplier<WebServer> server,
		Class<?> replaced) implements ReactiveWebServerFactory, ReplacedWebServerFactory {

	@Override
	public WebServer getWebServer(HttpHandler httpHandler) {
		return this.server.get();
	}

}
