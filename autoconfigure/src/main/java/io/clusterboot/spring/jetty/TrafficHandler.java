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

import io.clusterboot.spring.drain.RequestLog;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a Jetty, also the asynchronous ones.
 */
public final class TrafficHandler extends Handler.Wrapper {

	private final RequestLog requests;

	/**
	 * Create a handler.
	 * @param handler handles the requests, {@code null} if nothing does
	 * @param requests counts the requests
	 */
	public TrafficHandler(@Nullable Handler handler, RequestLog requests) {
		super(handler);
		this.requests = requests;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
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
		return super.handle(request, response, callback);
	}

	private static boolean isStream(Response response) {
		String type = response.getHeaders().get(HttpHeader.CONTENT_TYPE);
		return response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101
				|| (type != null && type.startsWith("text/event-stream"));
	}

}
