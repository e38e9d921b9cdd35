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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.clusterboot.spring.drain.JakartaWebSockets;
import io.clusterboot.spring.drain.OpenWebSocket;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.common.SessionTracker;

/**
 * The WebSockets of a Jetty, of its own interface and of Jakarta's. An application may
 * have none, one or both.
 */
public final class JettyWebSockets {

	private static final String OWN = "org.eclipse.jetty.websocket.common.SessionTracker";

	private static final String JAKARTA = "org.eclipse.jetty.ee11.websocket.jakarta.common.SessionTracker";

	private JettyWebSockets() {
	}

	/**
	 * Return the WebSockets that are open.
	 * @param server the server
	 * @return the WebSockets
	 */
	public static Collection<OpenWebSocket> open(Server server) {
		List<OpenWebSocket> open = new ArrayList<>();
		for (Graceful tracker : server.getContainedBeans(Graceful.class)) {
			// By name, as the classes are there only if something made such a tracker
			switch (tracker.getClass().getName()) {
				case OWN -> Own.of(tracker).forEach(open::add);
				case JAKARTA -> Jakarta.of(tracker).forEach(open::add);
				default -> {
					// Something else that ends gracefully
				}
			}
		}
		return open;
	}

	/**
	 * The WebSockets of Jetty's own interface.
	 */
	private static final class Own {

		static Stream<OpenWebSocket> of(Graceful tracker) {
			return ((SessionTracker) tracker).getSessions()
				.stream()
				.map((session) -> new OpenWebSocket(session, () -> close(session)));
		}

		private static void close(Session session) {
			session.close(StatusCode.SHUTDOWN, "Going away", Callback.NOOP);
		}

	}

	/**
	 * The WebSockets of Jakarta's interface.
	 */
	private static final class Jakarta {

		static Stream<OpenWebSocket> of(Graceful tracker) {
			return ((org.eclipse.jetty.ee11.websocket.jakarta.common.SessionTracker) tracker).getSessions()
				.stream()
				.map(JakartaWebSockets::of);
		}

	}

}
