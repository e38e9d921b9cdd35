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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Makes this process misbehave for a while, on request, to show how far the master
 * tolerates it.
 */
@RestController
final class TroubleController {

	private static final Logger log = LoggerFactory.getLogger(TroubleController.class);

	private static final IntParameter LINES = new IntParameter("lines", 1, 1_000_000, 1000);

	private static final IntParameter LENGTH = new IntParameter("length", 0, 10_000_000, 0);

	private static final IntParameter MILLISECONDS = new IntParameter("ms", 0, 600_000, 5000);

	private final ConfigurableApplicationContext context;

	TroubleController(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Run full garbage collections, one after the other, and answer with their number.
	 */
	@GetMapping("/gc")
	Mono<Integer> collectGarbage(@RequestParam(required = false) @Nullable String ms) {
		Duration duration = Duration.ofMillis(MILLISECONDS.parse(ms));
		return Mono.fromSupplier(() -> collectGarbage(duration)).subscribeOn(Schedulers.newSingle("gc", true));
	}

	private static int collectGarbage(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		int collections = 0;
		while (System.nanoTime() - end < 0) {
			System.gc();
			collections++;
		}
		return collections;
	}

	/**
	 * Write lines to the log, and answer with their number. A mark tells the lines of one
	 * request from others, and a length makes them longer than they are.
	 */
	@GetMapping("/log")
	Mono<Integer> log(@RequestParam(required = false) @Nullable String lines,
			@RequestParam(defaultValue = "Line") String mark, @RequestParam(required = false) @Nullable String length) {
		int count = LINES.parse(lines);
		String tail = "x".repeat(LENGTH.parse(length));
		return Mono.fromSupplier(() -> {
			for (int line = 1; line <= count; line++) {
				log.info("{} {} of {}{}", mark, line, count, tail);
			}
			return count;
		}).subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Write a text to the standard output, without the end of a line.
	 */
	@PostMapping("/print")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void print(@RequestParam String text) throws IOException {
		// Not System.out, and not closed, as it is that of the process
		new FileOutputStream(FileDescriptor.out).write(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Close the context, on the event loop that serves this request.
	 */
	@PostMapping("/close")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void close() {
		this.context.close();
	}

	@GetMapping("/fail")
	@ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
	void fail() {
	}

	/**
	 * Set whether this process reports that it is ready for requests: {@code accepting}
	 * or {@code refusing}.
	 */
	@PostMapping("/readiness")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void readiness(@RequestParam(required = false) @Nullable String state) {
		AvailabilityChangeEvent.publish(this.context, parse(state));
	}

	private static ReadinessState parse(@Nullable String state) {
		for (ReadinessState candidate : ReadinessState.values()) {
			if (candidate.name().toLowerCase(Locale.ROOT).equals(state + "_traffic")) {
				return candidate;
			}
		}
		throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
				"state: " + state + " (expected: accepting or refusing)");
	}

}
