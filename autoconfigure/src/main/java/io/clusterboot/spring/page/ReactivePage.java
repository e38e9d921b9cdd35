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
package io.clusterboot.spring.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.clusterboot.cluster.control.ControlHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The page in a reactive application.
 */
public final class ReactivePage {

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private static final MediaType EVENTS = new MediaType(MediaType.TEXT_EVENT_STREAM, StandardCharsets.UTF_8);

	private final PageContent content;

	private final LiveStatus live;

	private final IncidentFile incidents;

	/**
	 * Create the page.
	 * @param control answers for the cluster
	 * @param live sends the status
	 * @param changes whether the page offers operations
	 */
	public ReactivePage(ControlHandler control, LiveStatus live, boolean changes) {
		this.content = PageContent.read(changes);
		this.live = live;
		this.incidents = new IncidentFile(control);
	}

	/**
	 * Return what serves the paths of the page.
	 * @param path the path of the endpoint
	 * @return the handlers by path
	 */
	public Map<String, WebHandler> handlers(String path) {
		Map<String, WebHandler> handlers = new LinkedHashMap<>();
		handlers.put(path + "/page", this::page);
		handlers.put(path + "/live", this::live);
		handlers.put(path + "/incident", this::incident);
		return handlers;
	}

	private Mono<Void> page(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().set("Content-Security-Policy", this.content.policy());
		response.getHeaders().set("Cache-Control", "no-store");
		return write(response, HTML, this.content.html());
	}

	private Mono<Void> incident(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		return Mono.fromFuture(() -> this.incidents.read(exchange.getRequest().getQueryParams().getFirst("time")))
			.flatMap((text) -> {
				if (text.isEmpty()) {
					response.setStatusCode(HttpStatus.NOT_FOUND);
				}
				return write(response, TEXT, text.orElse("The file is not there").getBytes(StandardCharsets.UTF_8));
			});
	}

	private static Mono<Void> write(ServerHttpResponse response, MediaType type, byte[] body) {
		response.getHeaders().setContentType(type);
		response.getHeaders().set("X-Content-Type-Options", "nosniff");
		return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
	}

	private Mono<Void> live(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().setContentType(EVENTS);
		response.getHeaders().set("Cache-Control", "no-store");
		Flux<DataBuffer> events = Flux
			.<String>create((sink) -> watch(new ReactiveViewer(sink)), FluxSink.OverflowStrategy.BUFFER)
			.map((text) -> response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8)));
		return response.writeAndFlushWith(events.map(Mono::just));
	}

	private void watch(ReactiveViewer viewer) {
		viewer.sink().onDispose(() -> this.live.remove(viewer));
		if (!this.live.add(viewer)) {
			viewer.send("event: unavailable\ndata: too many pages are open\n\n");
			viewer.end();
		}
	}

	/**
	 * A client that takes events as it can.
	 *
	 * @param sink receives them
	 */
	private record ReactiveViewer(FluxSink<String> sink) implements Viewer {

		@Override
		public boolean isReady() {
			return this.sink.requestedFromDownstream() > 0;
		}

		@Override
		public void send(String events) {
			this.sink.next(events);
		}

		@Override
		public void end() {
			this.sink.complete();
		}

	}

}
