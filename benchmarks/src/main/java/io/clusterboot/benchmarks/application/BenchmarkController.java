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

package io.clusterboot.benchmarks.application;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the application answers. The servers in Node answer the same.
 */
@RestController
class BenchmarkController {

	private static final Duration DELAY = Duration.ofMillis(5);

	private static final String TEN_KILOBYTES = "0123456789".repeat(1024);

	@GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> text() {
		return Mono.just("Hello");
	}

	@GetMapping("/json")
	Mono<Item> json() {
		return Mono.just(new Item(4711, "chair", 49.9, List.of("oak", "four legs")));
	}

	@GetMapping(path = "/10kb", produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> tenKilobytes() {
		return Mono.just(TEN_KILOBYTES);
	}

	@GetMapping(path = "/delay", produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> delay() {
		return Mono.delay(DELAY).thenReturn("Hello");
	}

	record Item(int id, String name, double price, List<String> tags) {

	}

}
