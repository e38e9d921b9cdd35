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

import java.util.List;
import java.util.Set;

import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Container;

/**
 * The connections of HTTP/2 of a connector. To be used only where Jetty's HTTP/2 is.
 */
final class Http2Sessions {

	private Http2Sessions() {
	}

	/**
	 * Ask the clients for no more requests, and answer those that follow nevertheless,
	 * until the connector is stopped. Jetty's own way to send GOAWAY answers none on a
	 * connection that has no request at that moment, although one may be on its way.
	 * @param factory made the connections
	 * @param told the connections that were asked before
	 */
	static void goAway(ConnectionFactory factory, Set<Object> told) {
		if (factory instanceof Container container) {
			container.getContainedBeans(SessionContainer.class)
				.forEach((sessions) -> sessions.getSessions().stream().filter(told::add).forEach((session) -> {
					if (session instanceof HTTP2Session connection) {
						connection.frames(null, List.of(GoAwayFrame.GRACEFUL), Callback.NOOP);
					}
				}));
		}
	}

}
