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

import jakarta.websocket.server.ServerContainer;

import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.tomcat.websocket.WsWebSocketContainer;

/**
 * The WebSockets of a Tomcat. A class of its own, as an application may have none.
 */
public final class TomcatWebSockets {

	private TomcatWebSockets() {
	}

	/**
	 * Close all WebSockets because the server goes away (1001).
	 * @param container the engine, a host or a context
	 */
	public static void close(Container container) {
		if (container instanceof Context context && context.getServletContext()
			.getAttribute(ServerContainer.class.getName()) instanceof WsWebSocketContainer webSockets) {
			webSockets.destroy();
		}
		for (Container child : container.findChildren()) {
			close(child);
		}
	}

}
