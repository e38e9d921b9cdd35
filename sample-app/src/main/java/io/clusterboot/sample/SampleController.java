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

package io.clusterboot.sample;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.clusterboot.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers that name the process that gave them: at once, late, from a blocked event loop,
 * in pieces.
 */
@RestController
final class SampleController {

	private static final IntParameter MILLISECONDS = new IntParameter("ms", 0, 600_000, 1000);

	private static final IntParameter INTERVAL = new IntParameter("ms", 0, 600_000, 100);

	private static final IntParameter COUNT = new IntParameter("n", 0, 1_000_000, 10);

	private final ServedBy servedBy;

	SampleController(@Value("${spring.application.name}") String application, SampleProperties properties,
			Cluster cluster) {
		this.servedBy = ServedBy.thisProcess(application, properties.version(), cluster);
	}

	@GetMapping("/")
	ServedBy hello() {
		return this.servedBy;
	}

	/**
	 * Return the address of the client, or the one that a proxy forwards.
	 */
	@GetMapping("/client")
	String client(ServerHttpRequest request) {
		InetSocketAddress address = request.getRemoteAddress();
		return (address != null) ? address.getHostString() : "unknown";
	}

	@GetMapping("/slow")
	Mono<ServedBy> slow(@RequestParam(required = false) @Nullable String ms) {
		return Mono.delay(Duration.ofMillis(MILLISECONDS.parse(ms))).thenReturn(this.servedBy);
	}

	/**
	 * Block the event loop, and with it all its connections, which an application must
	 * not do.
	 */
	@GetMapping("/block")
	ServedBy block(@RequestParam(required = false) @Nullable String ms) {
		long deadline = System.nanoTime() + Duration.ofMillis(MILLISECONDS.parse(ms)).toNanos();
		for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
		return this.servedBy;
	}

	@PostMapping("/echo")
	Mono<Void> echo(ServerHttpRequest request, ServerHttpResponse response) {
		response.getHeaders().setContentType(request.getHeaders().getContentType());
		long length = request.getHeaders().getContentLength();
		if (length >= 0) {
			response.getHeaders().setContentLength(length);
		}
		return response.writeWith(request.getBody());
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Tick>> stream(@RequestParam(required = false) @Nullable String n,
			@RequestParam(required = false) @Nullable String ms) {
		return Flux.range(1, COUNT.parse(n))
			.delayElements(Duration.ofMillis(INTERVAL.parse(ms)))
			.map((sequence) -> ServerSentEvent.builder(new Tick(sequence, this.servedBy.pid()))
				.id(Integer.toString(sequence))
				.build());
	}

	/**
	 * One event of the stream.
	 *
	 * @param sequence its number, from 1
	 * @param pid the process that sent it
	 */
	record Tick(int sequence, long pid) {

	}

}
