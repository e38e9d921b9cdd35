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

package io.clusterboot.spring.actuator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlRequest;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an operation as a client sent them, still text: so every mistake is
 * answered with the key, the value and what is expected.
 */
final class OperationArguments {

	private static final String OPERATIONS = "roll, restart, scale, quarantine, release, dump, stop";

	private static final Duration LONGEST_WAIT = Duration.ofHours(24);

	private static final Duration LONGEST_WAIT_FOR_EVENTS = Duration.ofMinutes(1);

	private static final int LONGEST_ID = 100;

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

	private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

	private final Map<String, String> values = new LinkedHashMap<>();

	/**
	 * Add an argument.
	 * @param value its value, {@code null} if the client sent none
	 */
	OperationArguments with(String key, @Nullable String value) {
		if (value != null) {
			this.values.put(key, value);
		}
		return this;
	}

	/**
	 * Return what the client asks for.
	 * @param operation the name of the operation
	 * @throws IllegalArgumentException if something is wrong, with the key, the value and
	 * what is expected
	 */
	ControlCall toCall(String operation) {
		String id = id();
		Duration patience = patience(LONGEST_WAIT);
		ControlRequest request = switch (operation) {
			case "roll" -> new ControlRequest.Roll();
			case "restart" -> new ControlRequest.Restart(target(operation));
			case "scale" -> new ControlRequest.Scale(number("workers"));
			case "quarantine" -> new ControlRequest.Quarantine(target(operation));
			case "release" -> new ControlRequest.Release(target(operation));
			case "dump" -> new ControlRequest.Dump(target(operation));
			case "stop" -> new ControlRequest.Stop();
			default -> throw wrong("operation", operation, "one of: " + OPERATIONS);
		};
		if (!this.values.isEmpty()) {
			Map.Entry<String, String> rest = this.values.entrySet().iterator().next();
			throw wrong(rest.getKey(), rest.getValue(), "none, as %s has no such argument".formatted(operation));
		}
		return new ControlCall(id, patience, request);
	}

	/**
	 * Return the request for the events after one that is known, by the argument
	 * {@code after}.
	 * @throws IllegalArgumentException if something is wrong
	 */
	ControlCall toEvents() {
		String after = this.values.remove("after");
		if (after != null && !after.equals("-1") && !NUMBER.matcher(after).matches()) {
			throw wrong("after", after, "the number of an event, or -1");
		}
		return ControlCall.of(new ControlRequest.Events((after != null) ? Long.parseLong(after) : -1),
				patience(LONGEST_WAIT_FOR_EVENTS));
	}

	private String id() {
		String id = this.values.remove("id");
		if (id == null) {
			return UUID.randomUUID().toString();
		}
		if (id.isEmpty() || id.length() > LONGEST_ID) {
			throw wrong("id", id, "1 to %d characters".formatted(LONGEST_ID));
		}
		return id;
	}

	private Duration patience(Duration longest) {
		String wait = this.values.remove("wait");
		if (wait == null) {
			return Duration.ZERO;
		}
		Matcher form = DURATION.matcher(wait);
		if (form.matches() && (form.group(2) != null || wait.equals("0"))) {
			Duration duration = duration(Long.parseLong(form.group(1)), form.group(2));
			if (duration.compareTo(longest) <= 0) {
				return duration;
			}
		}
		throw wrong("wait", wait, "a duration such as 500ms, 30s or 5m, at most %dm".formatted(longest.toMinutes()));
	}

	private static Duration duration(long number, @Nullable String unit) {
		return switch ((unit != null) ? unit : "s") {
			case "ms" -> Duration.ofMillis(number);
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			default -> Duration.ofSeconds(number);
		};
	}

	private WorkerTarget target(String operation) {
		boolean byWorker = this.values.containsKey("worker");
		if (byWorker == this.values.containsKey("slot")) {
			throw new IllegalArgumentException("worker, slot: %s (expected: one of the two, for %s)"
				.formatted(byWorker ? "both" : "none", operation));
		}
		return byWorker ? WorkerTarget.worker(number("worker")) : WorkerTarget.slot(number("slot"));
	}

	private int number(String key) {
		String value = this.values.remove(key);
		if (value == null || !NUMBER.matcher(value).matches()) {
			throw wrong(key, (value != null) ? value : "none", "a number >= 0");
		}
		return Integer.parseInt(value);
	}

	private static IllegalArgumentException wrong(String key, String value, String expected) {
		return new IllegalArgumentException("%s: %s (expected: %s)".formatted(key, value, expected));
	}

}
