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

import java.util.function.Predicate;

import io.clusterboot.spring.drain.RequestLog;
import io.clusterboot.spring.warmup.WarmUp;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a Jetty, also the asynchronous ones. Requests of a warm-up are
 * not counted, and only they have the header that marks them.
 */
public final class TrafficHandler extends Handler.Wrapper {

	private static final String WARM_UP = TrafficHandler.class.getName() + ".warmUp";

	private final RequestLog requests;

	private final Predicate<Request> warmUp;

	/**
	 * Create a handler.
	 * @param handler handles the requests, {@code null} if nothing does
	 * @param requests counts the requests
	 * @param warmUp whether a request is one of a warm-up
	 */
	public TrafficHandler(@Nullable Handler handler, RequestLog requests, Predicate<Request> warmUp) {
		super(handler);
		this.requests = requests;
		this.warmUp = warmUp;
	}

	/**
	 * Return whether a request that was handled is one of a warm-up.
	 */
	static boolean isWarmUp(Request request) {
		return request.getAttribute(WARM_UP) != null;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		if (this.warmUp.test(request)) {
			request.setAttribute(WARM_UP, true);
			return super.handle(request, response, callback);
		}
		// A response that was begun before the drain may leave its connection open
		boolean closes = this.requests.isDraining()
				&& request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2;
		long beganNanos = System.nanoTime();
		this.requests.begun();
		Request.addCompletionListener(request, (failure) -> {
			if (failure == null && !isStream(response)) {
				this.requests.took(System.nanoTime() - beganNanos);
			}
			this.requests.ended(response.getStatus(), failure != null, closes);
		});
		return super.handle(request.getHeaders().contains(WarmUp.HEADER) ? new Unmarked(request) : request, response,
				callback);
	}

	private static boolean isStream(Response response) {
		String type = response.getHeaders().get(HttpHeader.CONTENT_TYPE);
		return response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101
				|| (type != null && type.startsWith("text/event-stream"));
	}

	/**
	 * A request without the header that only a warm-up has.
	 */
	private static final class Unmarked extends Request.Wrapper {

		private final HttpFields headers;

		Unmarked(Request request) {
			super(request);
			this.headers = HttpFields.build(request.getHeaders()).remove(WarmUp.HEADER).asImmutable();
		}

		@Override
		public HttpFields getHeaders() {
			return this.headers;
		}

	}

}
