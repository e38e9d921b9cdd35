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

package io.clusterboot.spring.drain;

import java.io.IOException;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSockets of Jakarta's interface. A class of its own, as an application may have none.
 */
public final class JakartaWebSockets {

	private static final Logger logger = LoggerFactory.getLogger(JakartaWebSockets.class);

	private JakartaWebSockets() {
	}

	/**
	 * Return how to close a WebSocket.
	 * @param session its session
	 * @return the WebSocket
	 */
	public static OpenWebSocket of(Session session) {
		return new OpenWebSocket(session, () -> close(session));
	}

	private static void close(Session session) {
		try {
			session.close(new CloseReason(CloseCodes.GOING_AWAY, "Going away"));
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("The WebSocket {} has ended by itself", session, ex);
		}
	}

}
