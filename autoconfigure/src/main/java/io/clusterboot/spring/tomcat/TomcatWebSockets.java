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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.websocket.server.ServerContainer;

import io.clusterboot.spring.drain.JakartaWebSockets;
import io.clusterboot.spring.drain.OpenWebSocket;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.WsWebSocketContainer;

/**
 * The WebSockets of a Tomcat. A class of its own, as an application may have none.
 * <p>
 * Tomcat closes all WebSockets of a container at once, and nothing of it tells which are
 * open, so they are read from the field in which it keeps them.
 */
public final class TomcatWebSockets {

	private static final VarHandle SESSIONS = sessions();

	private TomcatWebSockets() {
	}

	private static VarHandle sessions() {
		try {
			return MethodHandles.privateLookupIn(WsWebSocketContainer.class, MethodHandles.lookup())
				.findVarHandle(WsWebSocketContainer.class, "sessions", Map.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Tomcat keeps its WebSockets elsewhere (expected: Tomcat 11)", ex);
		}
	}

	/**
	 * Return the WebSockets that are open.
	 * @param container the engine, a host or a context
	 * @return the WebSockets
	 */
	public static Collection<OpenWebSocket> open(Container container) {
		return in(container).map(JakartaWebSockets::of).toList();
	}

	private static Stream<WsSession> in(Container container) {
		Stream<WsSession> own = Stream.empty();
		if (container instanceof Context context && context.getServletContext()
			.getAttribute(ServerContainer.class.getName()) instanceof WsWebSocketContainer webSockets) {
			own = sessions(webSockets).stream();
		}
		return Stream.concat(own, Stream.of(container.findChildren()).flatMap(TomcatWebSockets::in));
	}

	private static List<WsSession> sessions(WsWebSocketContainer container) {
		Map<?, ?> sessions = (Map<?, ?>) SESSIONS.get(container);
		return sessions.keySet().stream().map(WsSession.class::cast).toList();
	}

}
