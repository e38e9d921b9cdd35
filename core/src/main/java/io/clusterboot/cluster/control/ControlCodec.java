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

package io.clusterboot.cluster.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.WorkerTarget;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests and outcomes as JSON. Instants and durations are written as in ISO 8601, waits
 * in milliseconds.
 */
public final class ControlCodec {

	/**
	 * Longest wait.
	 */
	static final Duration LONGEST_WAIT = Duration.ofHours(24);

	private static final String HOSTS = "hosts";

	private ControlCodec() {
	}

	/**
	 * Write a request.
	 * @param call the request
	 * @return the JSON object
	 */
	public static ObjectNode encode(ControlCall call) {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		json.put("id", call.id());
		json.put("operation", call.request().name());
		json.put("wait", call.patience().toMillis());
		if (call.request() instanceof ControlRequest.Scale scale) {
			json.put("workers", scale.workers());
		}
		else if (call.request() instanceof ControlRequest.Events events) {
			json.put("after", events.after());
		}
		else if (call.request() instanceof ControlRequest.RollHosts roll) {
			json.put(HOSTS, roll.scope().name().toLowerCase(Locale.ROOT));
		}
		WorkerTarget target = target(call.request());
		if (target instanceof WorkerTarget.Worker worker) {
			json.put("worker", worker.id());
		}
		else if (target instanceof WorkerTarget.Slot slot) {
			json.put("slot", slot.index());
		}
		return json;
	}

	private static @Nullable WorkerTarget target(ControlRequest request) {
		if (request instanceof ControlRequest.Restart restart) {
			return restart.target();
		}
		if (request instanceof ControlRequest.Quarantine quarantine) {
			return quarantine.target();
		}
		if (request instanceof ControlRequest.Release release) {
			return release.target();
		}
		return (request instanceof ControlRequest.Dump dump) ? dump.target() : null;
	}

	/**
	 * Read a request.
	 * @param json the JSON object
	 * @return the request
	 * @throws IllegalArgumentException if it is none, with what is wrong
	 */
	public static ControlCall decode(JsonNode json) {
		String id = json.path("id").asString("");
		if (id.isEmpty() || id.length() > 100) {
			throw new IllegalArgumentException("id: %s (expected: 1 to 100 characters)".formatted(json.path("id")));
		}
		long wait = json.path("wait").asLong(0);
		if (wait < 0 || wait > LONGEST_WAIT.toMillis()) {
			throw new IllegalArgumentException(
					"wait: %d (expected: 0..%d milliseconds)".formatted(wait, LONGEST_WAIT.toMillis()));
		}
		return new ControlCall(id, Duration.ofMillis(wait), request(json));
	}

	private static ControlRequest request(JsonNode json) {
		String operation = json.path("operation").asString("");
		return switch (operation) {
			case "status" -> new ControlRequest.Status();
			case "roll" -> json.has(HOSTS) ? new ControlRequest.RollHosts(scope(json.path(HOSTS).asString("")))
					: new ControlRequest.Roll();
			case "hosts" -> new ControlRequest.Hosts();
			case "restart" -> new ControlRequest.Restart(target(json));
			case "scale" -> new ControlRequest.Scale(number(json, "workers"));
			case "quarantine" -> new ControlRequest.Quarantine(target(json));
			case "release" -> new ControlRequest.Release(target(json));
			case "stop" -> new ControlRequest.Stop();
			case "events" -> new ControlRequest.Events(json.path("after").asLong(-1));
			case "dump" -> new ControlRequest.Dump(target(json));
			default -> throw new IllegalArgumentException(
					"operation: %s (expected one of: status, roll, restart, scale, quarantine, release, stop, events, dump, hosts)"
						.formatted(operation));
		};
	}

	private static ControlRequest.RollHosts.Scope scope(String value) {
		for (ControlRequest.RollHosts.Scope scope : ControlRequest.RollHosts.Scope.values()) {
			if (scope.name().toLowerCase(Locale.ROOT).equals(value)) {
				return scope;
			}
		}
		throw new IllegalArgumentException("hosts: %s (expected: all or rest)".formatted(value));
	}

	private static WorkerTarget target(JsonNode json) {
		if (json.has("worker") == json.has("slot")) {
			throw new IllegalArgumentException("expected either a worker or a slot");
		}
		return json.has("worker") ? WorkerTarget.worker(number(json, "worker"))
				: WorkerTarget.slot(number(json, "slot"));
	}

	private static int number(JsonNode json, String name) {
		JsonNode value = json.path(name);
		if (!value.isInt() || value.intValue() < 0) {
			throw new IllegalArgumentException("%s: %s (expected: a number >= 0)".formatted(name, value));
		}
		return value.intValue();
	}

	/**
	 * Write an outcome.
	 * @param id the id of the request
	 * @param outcome the outcome
	 * @return the JSON object
	 */
	public static ObjectNode encode(String id, ControlOutcome outcome) {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		json.put("id", id);
		json.put("outcome", kind(outcome));
		json.put("text", outcome.text());
		if (outcome instanceof ControlOutcome.Done done && done.detail() != null) {
			json.set("detail", done.detail());
		}
		if (outcome instanceof ControlOutcome.Failed failed && !failed.lastOutput().isEmpty()) {
			ArrayNode lines = json.putArray("lastOutput");
			failed.lastOutput().forEach(lines::add);
		}
		return json;
	}

	private static String kind(ControlOutcome outcome) {
		if (outcome instanceof ControlOutcome.Done) {
			return "done";
		}
		if (outcome instanceof ControlOutcome.Accepted) {
			return "accepted";
		}
		if (outcome instanceof ControlOutcome.Late) {
			return "late";
		}
		return (outcome instanceof ControlOutcome.Failed) ? "failed" : "rejected";
	}

	/**
	 * Read an outcome.
	 * @param json the JSON object
	 * @return the outcome
	 * @throws IllegalArgumentException if it is none
	 */
	public static ControlOutcome outcome(JsonNode json) {
		String text = json.path("text").asString("");
		return switch (json.path("outcome").asString("")) {
			case "done" -> new ControlOutcome.Done(text, json.has("detail") ? json.path("detail") : null);
			case "accepted" -> new ControlOutcome.Accepted(text);
			case "late" -> new ControlOutcome.Late(text);
			case "failed" -> new ControlOutcome.Failed(text, lines(json.path("lastOutput")));
			case "rejected" -> new ControlOutcome.Rejected(text);
			default -> throw new IllegalArgumentException(
					"outcome: %s (expected one of: done, accepted, late, failed, rejected)"
						.formatted(json.path("outcome")));
		};
	}

	private static List<String> lines(JsonNode array) {
		List<String> lines = new ArrayList<>();
		array.forEach((line) -> lines.add(line.asString("")));
		return List.copyOf(lines);
	}

	/**
	 * Read the status that is the result of a request.
	 * @param detail the detail of the outcome
	 * @return the status
	 * @throws IllegalArgumentException if it is none
	 */
	public static ClusterStatus status(JsonNode detail) {
		return value(detail, ClusterStatus.class);
	}

	/**
	 * Write a record of ours.
	 * @param value the record
	 * @return the JSON object
	 */
	public static JsonNode json(Object value) {
		return Mapper.INSTANCE.valueToTree(value);
	}

	/**
	 * Read a record of ours.
	 * @param <T> its type
	 * @param json the JSON object
	 * @param type its type
	 * @return the record
	 * @throws IllegalArgumentException if it is none
	 */
	public static <T> T value(JsonNode json, Class<T> type) {
		try {
			return Mapper.INSTANCE.treeToValue(json, type);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("expected a %s".formatted(type.getSimpleName()), ex);
		}
	}

	/**
	 * Holds the mapper, which takes a while to create, and which requests do not need.
	 */
	private static final class Mapper {

		private static final JsonMapper INSTANCE = JsonMapper.builder().build();

	}

}
