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

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Counts the requests of one channel: a connection of HTTP/1.1, or a stream of HTTP/2. A
 * request ends once, when the last part of its response was written or when the channel
 * closes. The states of Reactor Netty do not say whether a response was complete.
 */
final class RequestCount extends ChannelOutboundHandlerAdapter {

	private static final String EVENT_STREAM = "text/event-stream";

	private static final String NAME = "cluster.requestCount";

	private final TrafficCount traffic;

	private @Nullable Request request;

	private RequestCount(TrafficCount traffic) {
		this.traffic = traffic;
	}

	/**
	 * Return the counter of a channel that has received a request, and add it if there is
	 * none.
	 */
	static RequestCount of(Channel channel, TrafficCount traffic) {
		if (channel.pipeline().get(NAME) instanceof RequestCount count) {
			return count;
		}
		RequestCount count = new RequestCount(traffic);
		channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, NAME, count);
		channel.closeFuture().addListener((closed) -> count.closed());
		return count;
	}

	void begin() {
		this.request = new Request();
	}

	private void closed() {
		if (this.request != null) {
			this.request.closed();
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		Request request = this.request;
		if (request == null) {
			super.write(context, message, promise);
			return;
		}
		if (message instanceof HttpResponse response) {
			request.head(response);
		}
		if (message instanceof LastHttpContent && !request.isUnanswered()) {
			// A void promise would not report that the response was written
			ChannelPromise written = promise.unvoid();
			written.addListener((done) -> {
				if (done.isSuccess()) {
					request.answered();
				}
				else {
					request.abandoned();
				}
			});
			super.write(context, message, written);
			return;
		}
		super.write(context, message, promise);
	}

	/**
	 * One request. The next may begin before the response to this one is flushed.
	 */
	private final class Request {

		private final long beganNanos = System.nanoTime();

		private @Nullable HttpResponseStatus status;

		private boolean streams;

		private boolean ended;

		Request() {
			RequestCount.this.traffic.begun();
		}

		void head(HttpResponse response) {
			HttpResponseStatus status = response.status();
			this.status = status;
			this.streams = HttpResponseStatus.SWITCHING_PROTOCOLS.equals(status)
					|| response.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith(EVENT_STREAM);
			if (status.codeClass() == HttpStatusClass.SERVER_ERROR) {
				RequestCount.this.traffic.serverError();
			}
		}

		/**
		 * Return whether no final response has begun, which is also so after 100 and 101.
		 */
		boolean isUnanswered() {
			return this.status == null || this.status.codeClass() == HttpStatusClass.INFORMATIONAL;
		}

		void answered() {
			if (!this.ended) {
				this.ended = true;
				if (!this.streams) {
					RequestCount.this.traffic.took(System.nanoTime() - this.beganNanos);
				}
				RequestCount.this.traffic.answered();
			}
		}

		void abandoned() {
			if (!this.ended) {
				this.ended = true;
				RequestCount.this.traffic.abandoned();
			}
		}

		void closed() {
			if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(this.status)) {
				answered();
			}
			else {
				abandoned();
			}
		}

	}

}
