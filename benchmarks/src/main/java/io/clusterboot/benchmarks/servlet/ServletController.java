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

package io.clusterboot.benchmarks.servlet;

import java.util.List;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the application answers, as the one on Reactor Netty does.
 */
@RestController
class ServletController {

	@GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
	String text() {
		return "Hello";
	}

	@GetMapping("/json")
	Item json() {
		return new Item(4711, "chair", 49.9, List.of("oak", "four legs"));
	}

	record Item(int id, String name, double price, List<String> tags) {

	}

}
