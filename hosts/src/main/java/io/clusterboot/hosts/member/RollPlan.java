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

package io.clusterboot.hosts.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A roll over hosts: in which order, and how far it is. All hosts read it; the host whose
 * turn it is writes it.
 *
 * @param id the id of this roll
 * @param steps the hosts, in their order
 */
record RollPlan(String id, List<Step> steps) {

	RollPlan {
		steps = List.copyOf(steps);
	}

	/**
	 * Return the host whose turn it is, empty if the roll is over.
	 */
	Optional<Step> current() {
		return hasFailed() ? Optional.empty()
				: this.steps.stream().filter((step) -> step.state() != State.DONE).findFirst();
	}

	boolean hasFailed() {
		return this.steps.stream().anyMatch((step) -> step.state() == State.FAILED);
	}

	boolean isOver() {
		return current().isEmpty();
	}

	RollPlan with(Step changed) {
		return new RollPlan(this.id,
				this.steps.stream().map((step) -> step.host().equals(changed.host()) ? changed : step).toList());
	}

	/**
	 * Return the names of the hosts in a state.
	 */
	String names(State state) {
		return this.steps.stream()
			.filter((step) -> step.state() == state)
			.map(Step::name)
			.collect(Collectors.joining(", "));
	}

	/**
	 * Say how far it is.
	 */
	String text() {
		List<String> parts = new ArrayList<>();
		for (Step step : this.steps) {
			parts.add(step.name() + " " + step.state().name().toLowerCase(Locale.ROOT)
					+ (step.text().isEmpty() ? "" : " (" + step.text() + ")"));
		}
		return String.join(", ", parts);
	}

	String toJson() {
		ObjectNode json = JsonMapper.shared().createObjectNode().put("id", this.id);
		ArrayNode array = json.putArray("steps");
		this.steps.forEach((step) -> array.addObject()
			.put("host", step.host())
			.put("name", step.name())
			.put("state", step.state().name())
			.put("text", step.text()));
		return json.toString();
	}

	static RollPlan parse(String text) {
		JsonNode json = JsonMapper.shared().readTree(text);
		List<Step> steps = new ArrayList<>();
		json.path("steps")
			.forEach((step) -> steps.add(new Step(step.path("host").asString(""), step.path("name").asString(""),
					State.valueOf(step.path("state").asString("")), step.path("text").asString(""))));
		return new RollPlan(json.path("id").asString(""), steps);
	}

	/**
	 * One host of a roll.
	 *
	 * @param host its id
	 * @param name its name
	 * @param text what came of it
	 */
	record Step(String host, String name, State state, String text) {

		Step is(State next, String reason) {
			return new Step(this.host, this.name, next, reason);
		}

	}

	/**
	 * How far a host is.
	 */
	enum State {

		/**
		 * It is not its turn yet.
		 */
		WAITING,

		/**
		 * Its workers are being replaced.
		 */
		ROLLING,

		/**
		 * All its workers were replaced.
		 */
		DONE,

		/**
		 * It has its former workers, or has ended.
		 */
		FAILED

	}

}
