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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.clusterboot.spring.drain.DrainingServer;
import io.clusterboot.spring.nio.ListenerSource;
import io.clusterboot.spring.warmup.ServerProtocols;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;

/**
 * Tomcat's HTTP protocol on a listener that the workers share. Tomcat creates it by its
 * name.
 */
public final class SharedHttp11Protocol extends Http11NioProtocol implements DrainingServer {

	private final SharedEndpoint endpoint;

	private Duration afterGoAway = Duration.ZERO;

	/**
	 * What the application sets, 0 until clients are let go.
	 */
	private volatile int keepAliveRequests;

	public SharedHttp11Protocol() {
		this(new SharedEndpoint());
	}

	private SharedHttp11Protocol(SharedEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * Set where the listener comes from. To be called before the connector is started.
	 * @param source gives the listener
	 */
	public void listenWith(ListenerSource source) {
		this.endpoint.listenWith(source);
	}

	/**
	 * Have HTTP/2 answer the requests that follow GOAWAY. By default Tomcat does so for
	 * as long as a ping takes, which is less than a busy client needs to read it. To be
	 * called before the connector is started.
	 * @param duration for how long
	 */
	public void answerAfterGoAwayFor(Duration duration) {
		this.afterGoAway = duration;
	}

	@Override
	public void init() throws Exception {
		for (UpgradeProtocol upgrade : findUpgradeProtocols()) {
			if (upgrade instanceof Http2Protocol http2) {
				http2.setDrainTimeout(this.afterGoAway.toNanos());
			}
		}
		super.init();
	}

	/**
	 * Return what this protocol speaks. To be called after the start of the connector.
	 * @return the versions of HTTP, and whether with TLS
	 */
	public ServerProtocols protocols() {
		boolean http2 = Stream.of(findUpgradeProtocols()).anyMatch(Http2Protocol.class::isInstance);
		return new ServerProtocols(isSSLEnabled(), true, http2);
	}

	/**
	 * Return whether a request is one of this process to itself.
	 */
	boolean isOwn(Request request) {
		request.action(ActionCode.REQ_LOCALPORT_ATTRIBUTE, request);
		return this.endpoint.isOwn(request.getLocalPort());
	}

	@Override
	public CompletableFuture<Void> stopListening() {
		return this.endpoint.stopListening();
	}

	@Override
	public void letClientsGo() {
		if (getMaxKeepAliveRequests() != 1) {
			this.keepAliveRequests = getMaxKeepAliveRequests();
			// Read for each request: its response says "Connection: close"
			setMaxKeepAliveRequests(1);
		}
		this.endpoint.goAway();
	}

	@Override
	public void keepClients() {
		if (this.keepAliveRequests != 0) {
			setMaxKeepAliveRequests(this.keepAliveRequests);
		}
	}

	@Override
	public int openConnections() {
		return this.endpoint.openConnections();
	}

}
