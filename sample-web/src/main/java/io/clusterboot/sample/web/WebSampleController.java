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
package io.clusterboot.sample.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;

import io.clusterboot.cluster.Cluster;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Answers that name the process that gave them: at once, late, in pieces.
 */
@RestController
final class WebSampleController {

	private final ServedBy servedBy;

	private final Ticks ticks;

	WebSampleController(@Value("${spring.application.name}") String application,
			@Value("${sample.version}") String version, Cluster cluster, Ticks ticks) {
		this.servedBy = ServedBy.thisProcess(application, version, cluster);
		this.ticks = ticks;
	}

	@GetMapping("/")
	ServedBy hello() {
		return this.servedBy;
	}

	/**
	 * Return the address of the client, or the one that a proxy forwards.
	 */
	@GetMapping("/client")
	String client(HttpServletRequest request) {
		return request.getRemoteAddr();
	}

	/**
	 * Answer after a while, without a thread.
	 */
	@GetMapping("/slow")
	CompletableFuture<ServedBy> slow(@RequestParam(defaultValue = "1000") int ms) {
		return new CompletableFuture<ServedBy>().completeOnTimeout(this.servedBy, ms, TimeUnit.MILLISECONDS);
	}

	/**
	 * Answer after a while, with a thread of the server that waits.
	 */
	@GetMapping("/block")
	ServedBy block(@RequestParam(defaultValue = "1000") int ms) {
		return slow(ms).join();
	}

	@PostMapping("/echo")
	ResponseEntity<byte[]> echo(@RequestBody byte[] body) {
		return ResponseEntity.ok(body);
	}

	/**
	 * Return the size of an uploaded file.
	 */
	@PostMapping("/upload")
	long upload(@RequestParam MultipartFile file) {
		return file.getSize();
	}

	/**
	 * Return bytes in pieces, from a thread that waits between them.
	 */
	@GetMapping("/download")
	StreamingResponseBody download(@RequestParam(defaultValue = "10") int n,
			@RequestParam(defaultValue = "100") int ms) {
		return (output) -> {
			for (int i = 0; i < n; i++) {
				output.write(new byte[1024]);
				output.flush();
				slow(ms).join();
			}
		};
	}

	@GetMapping("/stream")
	SseEmitter stream(@RequestParam(defaultValue = "10") int n, @RequestParam(defaultValue = "100") int ms) {
		return this.ticks.emit(n, ms);
	}

	@GetMapping("/fail")
	@ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
	void fail() {
		// The status is the answer
	}

	@GetMapping("/crash")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void crash(@RequestParam(defaultValue = "exit") String how, @RequestParam(defaultValue = "1") int code) {
		// Not on the thread of the request: the exit drains it
		new Thread(() -> {
			if (how.equals("halt")) {
				Runtime.getRuntime().halt(code);
			}
			System.exit(code);
		}, "crash").start();
	}

}
