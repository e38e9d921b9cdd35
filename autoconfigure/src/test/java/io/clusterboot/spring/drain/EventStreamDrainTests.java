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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server is given to write.
 */
class EventStreamDrainTests {

	private final EventStreamDrain drain = new EventStreamDrain(Duration.ofSeconds(1), Duration.ofSeconds(2));

	private final AtomicInteger writtenInParts = new AtomicInteger();

	@Test
	void eventsInPartsAreOneBodyToTheServer() {
		assertThat(answer(HttpMethod.GET, MediaType.TEXT_EVENT_STREAM)).isEqualTo("id: 1\ndata: a\n\nid: 2\n\n");
		assertThat(this.writtenInParts).hasValue(0);
	}

	@Test
	void whatIsNoEventStreamIsWrittenAsItComes() {
		answer(HttpMethod.GET, MediaType.APPLICATION_NDJSON);
		assertThat(this.writtenInParts).hasValue(1);
	}

	@Test
	void whatHasNoBodyIsLeftAlone() {
		answer(HttpMethod.HEAD, MediaType.TEXT_EVENT_STREAM);
		assertThat(this.writtenInParts).hasValue(1);
	}

	private String answer(HttpMethod method, MediaType type) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.method(method, "/"));
		this.drain.filter(exchange.mutate().response(new Server(exchange.getResponse())).build(), (filtered) -> {
			ServerHttpResponse response = filtered.getResponse();
			response.getHeaders().setContentType(type);
			return response.writeAndFlushWith(Flux.just(parts("id: 1\n", "data: a\n", "\n"), parts("id: 2\n\n")));
		}).block(Duration.ofSeconds(50));
		return exchange.getResponse().getBodyAsString().blockOptional(Duration.ofSeconds(50)).orElseThrow();
	}

	private static Flux<DataBuffer> parts(String... parts) {
		return Flux.just(parts)
			.map((part) -> DefaultDataBufferFactory.sharedInstance.wrap(part.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Counts the bodies that are to be flushed part by part.
	 */
	private final class Server extends ServerHttpResponseDecorator {

		Server(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			EventStreamDrainTests.this.writtenInParts.incrementAndGet();
			return super.writeAndFlushWith(body);
		}

	}

}
