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

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;

import io.clusterboot.spring.drain.RequestLog;
import io.clusterboot.spring.warmup.WarmUp;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.valves.ValveBase;

/**
 * Counts the requests of a Tomcat. It is an access log too, as Tomcat calls those once at
 * the end of each request, also of an asynchronous one. Requests of a warm-up are neither
 * counted nor logged, and only they have the header that marks them.
 */
public final class TrafficValve extends ValveBase implements AccessLog {

	private static final String BEGUN = TrafficValve.class.getName() + ".begun";

	private static final String WARM_UP = TrafficValve.class.getName() + ".warmUp";

	private static final String CONNECTION = "Connection";

	private static final String CLOSE = "close";

	private final RequestLog requests;

	private final Set<String> unlogged = new LinkedHashSet<>();

	/**
	 * Create a valve.
	 * @param requests counts the requests
	 */
	public TrafficValve(RequestLog requests) {
		super(true);
		this.requests = requests;
	}

	/**
	 * Keep the requests of a warm-up out of an access log. To be called before the start.
	 * @param log the access log
	 */
	public void filter(AbstractAccessLogValve log) {
		if (log.getConditionUnless() == null) {
			log.setConditionUnless(WARM_UP);
		}
		this.unlogged.add(log.getConditionUnless());
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (isWarmUp(request)) {
			this.unlogged.forEach((attribute) -> request.setAttribute(attribute, true));
			getNext().invoke(request, response);
			return;
		}
		request.getCoyoteRequest().getMimeHeaders().removeHeader(WarmUp.HEADER);
		if (request.getNote(BEGUN) == null) {
			request.setNote(BEGUN, System.nanoTime());
			this.requests.begun();
		}
		getNext().invoke(request, response);
		if (this.requests.isDraining() && !response.isCommitted() && !request.isAsync() && !isHttp2(request)) {
			// The request was received before the drain began. A response that follows
			// later may be a stream, which Tomcat would not send in chunks then
			response.setHeader(CONNECTION, CLOSE);
		}
	}

	private static boolean isWarmUp(Request request) {
		return request.getConnector().getProtocolHandler() instanceof SharedHttp11Protocol protocol
				&& protocol.isOwn(request.getCoyoteRequest());
	}

	private static boolean isHttp2(Request request) {
		return "HTTP/2.0".equals(request.getProtocol());
	}

	@Override
	public void log(Request request, Response response, long time) {
		if (!(request.getNote(BEGUN) instanceof Long beganNanos)) {
			// Malformed, or of a warm-up
			return;
		}
		request.removeNote(BEGUN);
		boolean closes = CLOSE.equalsIgnoreCase(response.getCoyoteResponse().getMimeHeaders().getHeader(CONNECTION));
		if (!isStream(response)) {
			this.requests.took(System.nanoTime() - beganNanos);
		}
		this.requests.ended(response.getStatus(), response.isError(), closes);
	}

	private static boolean isStream(Response response) {
		String type = response.getContentType();
		return response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS
				|| (type != null && type.startsWith("text/event-stream"));
	}

	@Override
	public void setRequestAttributesEnabled(boolean enabled) {
		// It uses none
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

}
