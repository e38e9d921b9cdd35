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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the answers of the endpoint: what commands print with {@code --json}, as maps.
 * May be used from any thread; it waits for the master.
 *
 * @param operations ask the master
 */
record ClusterAnswers(ClusterOperations operations) {

	private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
	};

	private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

	/**
	 * Return the status of the cluster.
	 */
	ClusterAnswer status() {
		return read(ControlCall.of(new ControlRequest.Status(), Duration.ZERO));
	}

	/**
	 * Return a part: a worker by its id, or events.
	 */
	ClusterAnswer part(String name, OperationArguments arguments) {
		if (name.equals("events")) {
			try {
				return read(arguments.toEvents());
			}
			catch (IllegalArgumentException ex) {
				return rejected(ex);
			}
		}
		if (name.equals("hosts")) {
			return read(ControlCall.of(new ControlRequest.Hosts(), Duration.ZERO));
		}
		if (!NUMBER.matcher(name).matches()) {
			return new ClusterAnswer(ClusterAnswer.NOT_FOUND,
					problem("%s (expected: the id of a worker, events, or hosts)".formatted(name)));
		}
		ClusterAnswer status = status();
		return (status.code() == ClusterAnswer.OK) ? worker(status.body(), Integer.parseInt(name)) : status;
	}

	private static ClusterAnswer worker(Map<String, Object> status, int id) {
		Optional<Map<String, Object>> found = Optional.empty();
		if (status.get("workers") instanceof Iterable<?> workers) {
			for (Object worker : workers) {
				Map<String, Object> entry = JsonMapper.shared().convertValue(worker, MAP);
				if (entry.get("id") instanceof Number number && number.intValue() == id) {
					found = Optional.of(entry);
				}
			}
		}
		return found.map((worker) -> new ClusterAnswer(ClusterAnswer.OK, worker))
			.orElseGet(() -> new ClusterAnswer(ClusterAnswer.NOT_FOUND,
					problem("%d (expected: the id of a worker that is alive)".formatted(id))));
	}

	private ClusterAnswer read(ControlCall call) {
		try {
			ControlOutcome outcome = this.operations.carryOut(call);
			return (outcome instanceof ControlOutcome.Done done && done.detail() != null)
					? new ClusterAnswer(ClusterAnswer.OK, map(done.detail())) : answer(call.id(), outcome);
		}
		catch (MasterSilentException ex) {
			return unavailable(ex);
		}
	}

	/**
	 * Carry out an operation.
	 */
	ClusterAnswer operate(String operation, OperationArguments arguments) {
		try {
			ControlCall call = arguments.toCall(operation);
			return answer(call.id(), this.operations.carryOut(call));
		}
		catch (IllegalArgumentException ex) {
			return rejected(ex);
		}
		catch (MasterSilentException ex) {
			return unavailable(ex);
		}
	}

	private static ClusterAnswer answer(String id, ControlOutcome outcome) {
		return new ClusterAnswer(ClusterAnswer.codeOf(outcome), map(ControlCodec.encode(id, outcome)));
	}

	private static ClusterAnswer rejected(IllegalArgumentException failure) {
		return new ClusterAnswer(ClusterAnswer.BAD_REQUEST,
				Map.of("outcome", "rejected", "text", String.valueOf(failure.getMessage())));
	}

	private static ClusterAnswer unavailable(MasterSilentException failure) {
		return new ClusterAnswer(ClusterAnswer.UNAVAILABLE, problem(String.valueOf(failure.getMessage())));
	}

	private static Map<String, Object> problem(String text) {
		return Map.of("outcome", "failed", "text", text);
	}

	private static Map<String, Object> map(JsonNode json) {
		return JsonMapper.shared().convertValue(json, MAP);
	}

}
