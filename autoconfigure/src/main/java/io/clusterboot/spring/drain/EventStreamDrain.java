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

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Ends the event streams of a worker that drains, since they would never end by
 * themselves: their clients connect again, to another worker. Each stream ends at a
 * random moment after the grace period, so that the clients do not all connect at once
 * and streams that are about to end anyway can do so.
 */
public final class EventStreamDrain extends DrainStep implements WebFilter, Ordered {

	/**
	 * Share of the drain timeout after which the last stream has ended.
	 */
	private static final double LATEST = 0.6;

	private final long earliestNanos;

	private final long latestNanos;

	private volatile Sinks.One<Long> began = Sinks.one();

	public EventStreamDrain(Duration grace, Duration drainTimeout) {
		super(Moment.FIRST);
		this.latestNanos = (long) (drainTimeout.toNanos() * LATEST);
		this.earliestNanos = Math.min(grace.toNanos(), this.latestNanos);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
			// There is no body to end, and none to wait for
			return chain.filter(exchange);
		}
		ServerHttpResponse response = exchange.getResponse();
		return chain.filter(exchange.mutate()
			.response((response instanceof ZeroCopyHttpOutputMessage) ? new ZeroCopyResponse(response)
					: new Response(response))
			.build());
	}

	/**
	 * End the streams of a worker that is taken out of rotation, or let new ones go on.
	 * @param begins whether to end them
	 */
	public void letGo(boolean begins) {
		if (begins) {
			this.began.tryEmitValue(System.nanoTime());
		}
		else {
			this.began = Sinks.one();
		}
	}

	@Override
	protected void drain(Runnable whenDone) {
		this.began.tryEmitValue(System.nanoTime());
		whenDone.run();
	}

	/**
	 * Return when one stream has to end.
	 */
	private Mono<Long> end() {
		return this.began.asMono().flatMap((moment) -> {
			long passed = System.nanoTime() - moment;
			long after = ThreadLocalRandom.current().nextLong(this.earliestNanos, this.latestNanos + 1);
			return Mono.delay(Duration.ofNanos(Math.max(0, after - passed)));
		});
	}

	/**
	 * A response that ends if it is an event stream.
	 */
	private class Response extends ServerHttpResponseDecorator {

		Response(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(isEventStream() ? ending(body) : body);
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			// A part may end within an event, so all parts are looked at, and go on as
			// one body, which Reactor Netty flushes whenever it has nothing more to
			// write. To flush after each part it would use Flux.concatWith, which loses
			// a request for more that arrives on another thread while a part of one
			// buffer ends: such a stream would hang for ever.
			return isEventStream() ? super.writeWith(ending(Flux.from(body).concatMap((part) -> part, 1)))
					: super.writeAndFlushWith(body);
		}

		private boolean isEventStream() {
			return MediaType.TEXT_EVENT_STREAM.isCompatibleWith(getHeaders().getContentType());
		}

		private Flux<DataBuffer> ending(Publisher<? extends DataBuffer> body) {
			return new EventStream(body, end());
		}

	}

	/**
	 * A response that can send files, unchanged.
	 */
	private final class ZeroCopyResponse extends Response implements ZeroCopyHttpOutputMessage {

		ZeroCopyResponse(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return ((ZeroCopyHttpOutputMessage) getDelegate()).writeWith(file, position, count);
		}

	}

}
